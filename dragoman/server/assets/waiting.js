// While a text is coded, the form says so and is not sent again.
const form = document.querySelector("form.coding");
form?.addEventListener("submit", () => {
  form.querySelector(".waiting").hidden = false;
  form.querySelector("button").disabled = true;
});
window.addEventListener("pageshow", () => { if (form) form.querySelector("button").disabled = false; });
