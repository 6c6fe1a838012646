// Radios that open further questions. GOV.UK Frontend's own module marks the radio as expanded, which that role may not be.
for (const group of document.querySelectorAll(".govuk-radios")) {
  const openers = [...group.querySelectorAll("input[data-aria-controls]")];
  const show = () => {
    for (const opener of openers) {
      const panel = document.getElementById(opener.dataset.ariaControls);
      panel?.classList.toggle("govuk-radios__conditional--hidden", !opener.checked);
    }
  };
  for (const opener of openers) opener.setAttribute("aria-controls", opener.dataset.ariaControls);
  if (openers.length) {
    group.addEventListener("change", show);
    // The browser may restore a choice after going back, without an event.
    window.addEventListener("pageshow", show);
    show();
  }
}
