import { el } from './dom.js';

// Pictures of a step; canvases are kept from frame to frame.
export class Panels {
  constructor(place) {
    this.place = place;
    this.figures = [];
  }

  draw(panels, pixels) {
    if (this.figures.length !== panels.length) {
      this.figures = panels.map(() => el('figure', {}, el('canvas', { role: 'img' }), el('figcaption')));
      this.place.replaceChildren(...this.figures);
    }
    let at = 0;
    panels.forEach((panel, index) => {
      const [canvas, caption] = this.figures[index].children;
      if (caption.textContent !== panel.name) {
        caption.textContent = panel.name;
        canvas.setAttribute('aria-label', `Picture: ${panel.name}`);
        this.figures[index].dataset.panel = panel.name;
      }
      if (canvas.width !== panel.width || canvas.height !== panel.height) [canvas.width, canvas.height] = [panel.width, panel.height];
      const context = canvas.getContext('2d');
      const image = context.createImageData(panel.width, panel.height);
      for (let i = 0; i < panel.width * panel.height; i++, at += 3) {
        image.data[4 * i] = pixels[at];
        image.data[4 * i + 1] = pixels[at + 1];
        image.data[4 * i + 2] = pixels[at + 2];
        image.data[4 * i + 3] = 255;
      }
      context.putImageData(image, 0, 0);
    });
  }
}
