// Warns before an idle session ends. When it has ended, the page stays: what was typed is not thrown away.
const dialog = document.querySelector("dialog[data-app-timeout]");
if (dialog && typeof dialog.showModal === "function") {
  const idle = Number(dialog.dataset.idleSeconds) * 1000;
  const notice = Number(dialog.dataset.warnSeconds) * 1000;
  const soon = dialog.querySelector("[data-app-timeout-soon]");
  const over = dialog.querySelector("[data-app-timeout-over]");
  const words = dialog.querySelector("[data-app-timeout-minutes]");
  // Work in one window keeps the others' session too.
  const windows = "BroadcastChannel" in self ? new BroadcastChannel("session") : null;
  let timers = [];

  const at = (milliseconds, act) => timers.push(setTimeout(act, milliseconds));
  const open = () => {
    if (!dialog.open) dialog.showModal();
  };
  const end = () => {
    soon.hidden = true;
    over.hidden = false;
    dialog.setAttribute("aria-labelledby", "");
    dialog.setAttribute("aria-label", "You have been signed out");
    open();
    over.querySelector("h2").focus();
  };
  const start = () => {
    timers.forEach(clearTimeout);
    timers = [];
    if (dialog.open) dialog.close();
    const minutes = Math.round(notice / 60000);
    for (let left = minutes; left > 0; left -= 1) {
      at(idle - left * 60000, () => {
        words.textContent = left === 1 ? "1 minute" : `${left} minutes`;
        open();
      });
    }
    at(idle + 1000, end);
  };

  dialog.querySelector("[data-app-timeout-extend]").addEventListener("click", async () => {
    const answer = await fetch(dialog.dataset.extendUrl, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) {
      end();
      return;
    }
    windows?.postMessage("extended");
    start();
  });
  dialog.querySelector("[data-app-timeout-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  if (windows) windows.onmessage = start;
  windows?.postMessage("opened");
  start();
}
