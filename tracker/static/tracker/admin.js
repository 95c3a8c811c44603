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
