// Tells that this page is open, and says who else has it open. Without it the page says so only when it is opened.
const line = document.querySelector("[data-open]");
if (line) {
  const ask = async () => {
    if (document.visibilityState === "hidden") return;
    const answer = await fetch(line.dataset.open, {
      // A page that nobody touches asks too: it must not keep the session alive.
      headers: { Accept: "application/json", "X-Untouched": "yes" },
      redirect: "manual",
      credentials: "same-origin",
    }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) {
      clearInterval(timer);
      return;
    }
    const { words } = await answer.json();
    if (line.textContent !== words) line.textContent = words;
  };
  const timer = setInterval(ask, 60000);
  document.addEventListener("visibilitychange", ask);
}
