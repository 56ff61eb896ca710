// The connection to a game: it connects again by itself, and takes messages apart.
export class GameSocket {
  constructor(run, on) {
    this.run = run;
    this.on = on;
    this.wait = 400;
    this.connect();
  }

  get address() { return `/socket?run=${encodeURIComponent(this.run)}`; }

  connect() {
    const socket = this.socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${this.address}`);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => { this.wait = 400; this.on.open(); };
    socket.onmessage = event => this.receive(event.data);
    socket.onclose = () => this.lost();
  }

  async lost() {
    this.on.lost(await this.reason());
    setTimeout(() => this.connect(), this.wait);
    this.wait = Math.min(5000, this.wait * 1.7);
  }

  // Sockets do not say why they were refused; the same address without one does.
  async reason() {
    try {
      const answer = await fetch(this.address);
      return answer.ok ? null : (await answer.text()).trim();
    } catch {
      return null;
    }
  }

  send(request) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(request));
  }

  receive(data) {
    if (typeof data === 'string') {
      this.on.hello(JSON.parse(data));
      return;
    }
    const length = new DataView(data).getInt32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
    this.on[header.type](header, new Uint8Array(data, 4 + length));
  }
}
