// Builds static/built/ from static/src/ and the packages in node_modules.
// Run by `npm run build` at set-up; the running portal needs no Node.
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
// Built aside and then put in place: a portal that runs meanwhile never meets half a folder.
const built = join(modules, ".portal-built");
const place = join(here, "built");

const FONTS = [
  { pkg: "atkinson-hyperlegible-next", weights: ["400-normal", "400-italic", "700-normal", "700-italic"] },
  { pkg: "source-serif-4", weights: ["400-normal", "400-italic", "600-normal", "700-normal"] },
];
// Names of people and places need more than ASCII: Ścibor, Żaneta, Llŷn.
const SUBSETS = ["latin", "latin-ext"];

function fonts() {
  const target = join(built, "fonts");
  mkdirSync(target, { recursive: true });
  for (const { pkg, weights } of FONTS) {
    const source = join(modules, "@fontsource", pkg);
    for (const subset of SUBSETS) {
      for (const weight of weights) {
        const name = `${pkg}-${subset}-${weight}.woff2`;
        cpSync(join(source, "files", name), join(target, name));
      }
    }
    cpSync(join(source, "LICENSE"), join(target, `${pkg}-LICENSE.txt`));
  }
}

function style() {
  const { css } = compile(join(here, "src", "app.scss"), {
    style: "compressed",
    loadPaths: [modules],
    // Warnings from inside the packages are theirs to mend; ours still show.
    quietDeps: true,
    importers: [
      // MOJ Frontend names GOV.UK Frontend by a path that only some layouts have.
      {
        findFileUrl: (url) =>
          url.startsWith("node_modules/") ? new URL(url, pathToFileURL(join(modules, "..") + "/")) : null,
      },
    ],
  });
  writeFileSync(join(built, "app.css"), css);
  mkdirSync(join(built, "images"));
  for (const [, name] of css.matchAll(/url\(images\/([\w.-]+)\)/g)) {
    cpSync(join(modules, "@ministryofjustice/frontend/moj/assets/images", name), join(built, "images", name));
  }
}

// One file for the browser: the packages' bundles, each behind its own scope, then our modules.
// A bundler would be the largest dependency of the project; these three joins are all it would do.
function script() {
  const govuk = readFileSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf8");
  const tail = /export\s*\{([^}]*)\};?\s*(\/\/# sourceMappingURL=.*)?\s*$/;
  const [, names] = govuk.match(tail) ?? [];
  if (!names) throw new Error("govuk-frontend.min.js no longer ends in one export list; look at static/build.mjs");
  const exported = names.split(",").map((pair) => {
    const [local, alias = local] = pair.trim().split(/\s+as\s+/);
    return `${JSON.stringify(alias)}:${local}`;
  });
  const autocomplete = readFileSync(
    join(modules, "accessible-autocomplete/dist/accessible-autocomplete.min.js"),
    "utf8",
  ).replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  const ours = readdirSync(join(here, "src"))
    .filter((name) => name.endsWith(".mjs"))
    .sort()
    .map((name) => `{\n${readFileSync(join(here, "src", name), "utf8")}}`);
  writeFileSync(
    join(built, "app.js"),
    [
      `const govuk=(()=>{${govuk.replace(tail, "")};return{${exported.join(",")}}})();`,
      `${autocomplete};`,
      ...ours,
      "",
    ].join("\n"),
  );
}

const began = Date.now();
rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
fonts();
style();
script();
rmSync(place, { recursive: true, force: true });
renameSync(built, place);
console.log(`static/built is ready (${Date.now() - began} ms)`);
