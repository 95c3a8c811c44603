"use strict";
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
