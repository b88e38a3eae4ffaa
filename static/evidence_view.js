/* Evidence opens in a frame beside its list; on a narrow screen that is further down, and comes into sight. */
document.addEventListener("click", ({target}) => {
  if (target.closest("a[target=evidence-view]") && !matchMedia("(min-width: 64em)").matches) document.querySelector("#evidence-view-title").scrollIntoView();
});
