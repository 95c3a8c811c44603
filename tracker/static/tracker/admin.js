"use strict";
// A reason code is asked for by some statuses only, and each has its own.
{
  const select = document.querySelector("select[data-reasons]");
  const row = select?.closest(".form-row");
  const reasons = JSON.parse(select?.dataset.reasons ?? "{}");

  const offer = () => {
    const status = document.querySelector("input[name=status]:checked")?.value;
    const own = reasons[status] ?? [];
    for (const option of select.options) {
      option.hidden = option.disabled = option.value !== "" && !own.includes(option.value);
    }
    if (select.selectedOptions[0]?.disabled) select.value = "";
    // What the server objects to stays in view.
    row.hidden = own.length === 0 && !row.classList.contains("errors");
  };

  if (select) {
    select.form.addEventListener("change", (event) => {
      if (event.target.name === "status") offer();
    });
    offer();
  }
}

// What to look at twice is asked of the same address as by the button “Check”, whenever something
// has changed that it depends on, and what stands beside the form follows; nothing is saved by that.
{
  const region = document.querySelector("#warnings[data-asked]");
  const form = region?.closest("form");
  const WAIT = 200;
  const FOLLOWING = "[data-follows], #id_delivered_quantity_helptext, [id$=account_of_helptext]";
  const BEARING = new RegExp("^(commitment|party|status|title|verb|quantity_words|corrects|date_\\w+"
    + "|citations-\\d+-(passage|stance|account_of|DELETE)|participations-\\d+-(party|DELETE)"
    + "|deadlines-\\d+-(date_\\w+|in_force_from|passage|DELETE))$");

  const bearing = () => {
    const typed = [...new FormData(form)].filter(([name]) => BEARING.test(name));
    return new URLSearchParams(typed).toString();
  };

  // What stands beside the form is about what is chosen in it; not while somebody is at it.
  const follow = (old, page) => {
    const now = page.getElementById(old.id);
    const isSame = now?.textContent === old.textContent;
    if (now && !isSame && !old.contains(document.activeElement)) old.replaceChildren(...now.childNodes);
  };

  let asked = form && bearing();
  const ask = async () => {
    const sent = new FormData(form);
    sent.append("_check", "1");
    const before = asked;
    const answer = await fetch(location.href, { method: "POST", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Another page came (signed out, closed), or something else has been asked in the meantime.
    if (!page.querySelector("#warnings") || before !== asked) return;
    const told = page.querySelectorAll("#warnings .warning");
    // Only what is said: the same again would be read out again.
    const said = (all) => [...all].map((each) => each.textContent).join();
    if (said(told) !== said(region.children)) region.replaceChildren(...told);
    for (const old of document.querySelectorAll(FOLLOWING)) follow(old, page);
  };

  let waiting;
  const notice = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const now = bearing();
      if (now === asked) return;
      asked = now;
      ask().catch(() => {});
    }, WAIT);
  };
  // A field whose words are chosen in a box of its own tells it only to the library of that box.
  window.django?.jQuery(form).on("select2:select select2:unselect", notice);
  form?.addEventListener("change", notice);
  form?.addEventListener("focusout", notice);
  // Who is leaving, or sending the form, need not be told any more.
  window.addEventListener("beforeunload", () => clearTimeout(waiting));
}

// A form that came back with errors begins with them, and one that was checked with what was found.
{
  const errors = document.querySelector(".errornote");
  if (location.hash === "#warnings") {
    document.getElementById("warnings")?.focus();
  } else if (errors) {
    errors.setAttribute("role", "alert");
    errors.tabIndex = -1;
    errors.focus();
  }
}
