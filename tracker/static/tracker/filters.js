// A layer over the form of the filters, which works without it: htmx fetches the page that the form
// leads to and puts it in place. What is left to do here is to say the new count and to go to it.
document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("main").setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterSettle", () => {
  const heading = document.querySelector("#main h1");
  heading.tabIndex = -1;
  heading.focus();
  document.getElementById("said").textContent = heading.textContent;
});
