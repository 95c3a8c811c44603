"use strict";
// What was typed is not lost by a link pressed too soon: the browser asks. A form that came back
// from the server holds what was typed before.
{
  const FORM = "#content-main form[method=post]";
  let isChanged = document.querySelector("[data-typed]") !== null;
  document.addEventListener("input", (event) => {
    if (event.target.closest(FORM)) isChanged = true;
  });
  document.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) {
      event.preventDefault();
    }
  });
}
