// A long <select data-autocomplete> becomes a box one can type in; what the form sends stays the select's value.
for (const select of document.querySelectorAll("select[data-autocomplete]:not([multiple])")) {
  const { id } = select;
  const described = select.getAttribute("aria-describedby");
  const invalid = select.getAttribute("aria-invalid");
  self.accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    cssNamespace: "app-autocomplete",
    defaultValue: select.value ? select.options[select.selectedIndex].text : "",
    dropdownArrow: () => "",
    minLength: 2,
    preserveNullOptions: true,
    tNoResults: () => "Nothing found",
  });
  const input = document.getElementById(id);
  if (input && input !== select) {
    if (described) input.setAttribute("aria-describedby", `${described} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
    if (invalid) input.setAttribute("aria-invalid", invalid);
    // A name that is typed and then cleared must not leave the old choice behind.
    input.addEventListener("change", () => {
      if (!input.value.trim()) select.value = "";
    });
  }
}
