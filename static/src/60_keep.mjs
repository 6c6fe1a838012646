// Keeps what somebody types into one question of a draft: after a pause, when a field is left, when the page is hidden.
// The form works without it; nothing is put in the browser's storage.
const QUIET = 2000;
const PATIENCE = 15000;
const WAITS = [5000, 10000, 30000, 60000];

class Keeper {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-keep-status]");
    this.url = new URL("keep/", location.href.split(/[?#]/)[0]).href;
    this.last = this.written();
    this.failures = 0;
    this.busy = false;
    this.stopped = false;
    form.addEventListener("input", () => this.later(QUIET));
    form.addEventListener("change", () => this.later(QUIET));
    form.addEventListener("focusout", () => this.now());
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.now();
    });
    window.addEventListener("online", () => this.now());
    window.addEventListener("pageshow", () => (this.sending = false));
    window.addEventListener("beforeunload", (event) => {
      if (!this.sending && this.differs()) event.preventDefault();
    });
  }

  // What was typed, without what the portal itself put into the form.
  written() {
    const pairs = [...new FormData(this.form)].filter(([name]) => !["csrfmiddlewaretoken", "based_on"].includes(name));
    return JSON.stringify(pairs);
  }

  differs() {
    return this.written() !== this.last;
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), wait);
  }

  // A form sent while its text is being kept would be in conflict with itself: it waits for the answer first.
  submitted(event) {
    clearTimeout(this.timer);
    if (!this.busy) {
      this.sending = true;
      return;
    }
    event.preventDefault();
    this.waiting = { submitter: event.submitter };
  }

  say(words) {
    if (this.status && this.status.textContent !== words) this.status.textContent = words;
  }

  async now() {
    clearTimeout(this.timer);
    if (this.stopped || this.sending || !this.differs()) return;
    if (this.busy) {
      this.later(QUIET);
      return;
    }
    this.busy = true;
    const sent = this.written();
    const body = new URLSearchParams(new FormData(this.form)).toString();
    // The form waits for the answer before it is sent: in a tunnel none ever comes.
    const giveUp = new AbortController();
    const patience = setTimeout(() => giveUp.abort(), PATIENCE);
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body,
        // Lets a small text arrive although the page is being closed; browsers refuse more than 64 KB of it.
        keepalive: body.length < 60000,
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        redirect: "manual",
        credentials: "same-origin",
        signal: giveUp.signal,
      });
      await this.heard(answer, sent);
    } catch {
      this.failed();
    } finally {
      clearTimeout(patience);
      this.busy = false;
    }
    if (this.waiting) {
      const { submitter } = this.waiting;
      this.waiting = null;
      this.form.requestSubmit(submitter);
      return;
    }
    if (!this.failures && !this.stopped && this.differs()) this.later(QUIET);
  }

  async heard(answer, sent) {
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      this.say("You have been signed out. Your text is still on this page. Sign in again in another window.");
      this.retry();
      return;
    }
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no answer");
    const { state, words, based_on: basedOn, others } = await answer.json();
    if (state === "conflict" || state === "refused") {
      // The page's own button leads to where both texts are compared; the text here stays as it is.
      this.stopped = true;
      this.say(`${words} Your text is still on this page.`);
      return;
    }
    this.failures = 0;
    this.last = sent;
    if (state === "saved") this.form.elements.based_on.value = basedOn;
    const verb = others?.length > 1 ? "have" : "has";
    const beside = others?.length ? ` ${others.join(" and ")} ${verb} this question open, too.` : "";
    this.say(`${state === "saved" ? words : "Kept for you. It is not in the agreement yet."}${beside}`);
  }

  failed() {
    this.say("We could not save your last change. Your text is still on this page, and we are trying again.");
    this.retry();
  }

  retry() {
    this.later(WAITS[Math.min(this.failures, WAITS.length - 1)]);
    this.failures += 1;
  }
}

for (const form of document.querySelectorAll('form[data-keep="answer"], form[data-keep="part"]')) new Keeper(form);
