"use strict";
// What the forms of Django lack for people who work with keys or a screen reader.

// A choice by searching is read out by its value alone: the label comes before it, and names the
// search box that opens.
{
  // The list that opens stands at the end of the page; the choice it belongs to is the open one.
  const selectOf = (box) => {
    const own = box.closest(".select2-container");
    const choice = own.matches("select + *") ? own : document.querySelector("select + .select2-container--open");
    return choice?.previousElementSibling;
  };
  const nameBox = (box) => {
    const label = selectOf(box)?.labels?.[0];
    if (!label) return;
    const words = label.textContent.replace(/:\s*$/, "").trim();
    if (box.getAttribute("role") !== "combobox") {
      box.setAttribute("aria-label", words);
      return;
    }
    label.id ||= `${label.htmlFor}_label`;
    const value = box.querySelector(".select2-selection__rendered");
    for (const name of ["role", "aria-readonly"]) value.removeAttribute(name); // no box of its own
    box.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
  };
  const unnamed = [
    ".select2-selection[role=combobox]:not([aria-labelledby*=_label])",
    ".select2-search__field:not([aria-label])",
  ];
  const nameBoxes = () => {
    for (const box of document.querySelectorAll(unnamed.join())) nameBox(box);
    // The cross that empties a choice is for the mouse; the Delete key does the same.
    for (const cross of document.querySelectorAll(".select2-selection__clear")) cross.ariaHidden = "true";
  };
  // Where the arrows are in the list that is open: what comes from the server has no id to say it by.
  let number = 0;
  const sayOption = () => {
    const option = document.querySelector(".select2-results__option--highlighted");
    if (!option) return;
    option.id ||= `found-${number += 1}`;
    const boxes = document.querySelectorAll(".select2-container--open .select2-search__field");
    for (const box of boxes) box.setAttribute("aria-activedescendant", option.id);
  };
  const changes = { childList: true, subtree: true, attributeFilter: ["class"] };
  new MutationObserver(() => { nameBoxes(); sayOption(); }).observe(document.body, changes);
  nameBoxes();
}

// “Today” and the calendar beside a day are for the mouse: they have no name, and the calendar opens
// where no key leads. A day is typed.
{
  const hide = () => {
    for (const shortcuts of document.querySelectorAll(".datetimeshortcuts:not([aria-hidden])")) {
      shortcuts.setAttribute("aria-hidden", "true");
      for (const link of shortcuts.querySelectorAll("a")) link.tabIndex = -1;
    }
  };
  new MutationObserver(hide).observe(document.body, { childList: true, subtree: true });
  hide();
}

// A part that was added has the focus in its first field; after one was removed it is where another
// is added.
document.addEventListener("formset:added", (event) => {
  const fields = event.target.querySelectorAll(".select2-selection, input, select, textarea");
  [...fields].find((field) => field.tabIndex >= 0 && field.offsetParent !== null)?.focus();
});
document.addEventListener("formset:removed", (event) => {
  document.querySelector(`#${CSS.escape(event.detail.formsetName)}-group .add-row a`)?.focus();
});
