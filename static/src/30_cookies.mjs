// Hides the cookie message without loading the page again; the form behind it does the same.
const banner = document.querySelector("[data-app-cookies]");
banner?.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  banner.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) form.submit();
  } catch {
    form.submit();
  }
});
