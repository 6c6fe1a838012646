// Warns before an idle session ends. Activity in another tab counts, so the server's answer decides, not this page's clock.
const dialog = document.querySelector("dialog[data-app-timeout]");
if (dialog && typeof dialog.showModal === "function") {
  const idle = Number(dialog.dataset.idleSeconds) * 1000;
  const notice = Number(dialog.dataset.warnSeconds) * 1000;
  const words = dialog.querySelector("[data-app-timeout-minutes]");
  const tabs = "BroadcastChannel" in self ? new BroadcastChannel("session") : null;
  let timers = [];

  const stop = () => {
    timers.forEach(clearTimeout);
    timers = [];
  };
  const minutes = (count) => (count === 1 ? "1 minute" : `${count} minutes`);
  const start = () => {
    stop();
    if (dialog.open) dialog.close();
    timers.push(
      setTimeout(() => {
        words.textContent = minutes(Math.round(notice / 60000));
        dialog.showModal();
      }, idle - notice),
    );
    for (let left = Math.round(notice / 60000) - 1; left > 0; left -= 1) {
      timers.push(setTimeout(() => (words.textContent = minutes(left)), idle - left * 60000));
    }
    // The next page tells that the time ran out, and where to sign in again.
    timers.push(setTimeout(() => self.location.reload(), idle + 2000));
  };

  dialog.querySelector("[data-app-timeout-extend]").addEventListener("click", async () => {
    const answer = await fetch(dialog.dataset.extendUrl, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (answer?.ok) {
      tabs?.postMessage("extended");
      start();
    } else {
      self.location.reload();
    }
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  if (tabs) tabs.onmessage = start;
  tabs?.postMessage("opened");
  start();
}
