// Forms send nothing for what is left empty, so that addresses stay short.
document.addEventListener("formdata", (event) => {
  for (const name of new Set(event.formData.keys())) {
    const values = event.formData.getAll(name).filter((value) => value !== "");
    event.formData.delete(name);
    for (const value of values) event.formData.append(name, value);
  }
});

// On narrow screens the bar of pages is wider than the screen: the page that is open is brought into sight.
const current = document.querySelector(".top nav [aria-current]");
if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - 80;
