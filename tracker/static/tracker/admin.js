"use strict";
// The search boxes of Django's forms have no name while they are empty; this gives each the words
// of its label. Rows that are added later are named as they come.
{
  const nameBoxes = () => {
    for (const box of document.querySelectorAll(".select2-selection__rendered, .select2-search__field")) {
      const select = box.closest(".select2-container")?.previousElementSibling;
      const label = select?.labels?.[0];
      if (label && !box.hasAttribute("aria-label")) {
        box.setAttribute("aria-label", label.textContent.replace(/:\s*$/, "").trim());
      }
    }
  };
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
  nameBoxes();
}

// What was typed is not lost by a link pressed too soon: the browser asks.
{
  const form = document.querySelector("#content-main form[id$=_form]");
  let isChanged = false;
  form?.addEventListener("input", () => { isChanged = true; });
  form?.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) {
      event.preventDefault();
    }
  });
}

// A form that came back with errors begins with them.
{
  const errors = document.querySelector(".errornote");
  if (errors) {
    errors.setAttribute("role", "alert");
    errors.tabIndex = -1;
    errors.focus();
  }
}
