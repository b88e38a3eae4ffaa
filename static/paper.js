/* Papers open in a frame beside their list; on a narrow screen it is further down, and comes into sight. */
document.addEventListener("click", ({target}) => {
  if (target.closest("a[target=paper]") && !matchMedia("(min-width: 64em)").matches) document.querySelector("#paper-title").scrollIntoView();
});
