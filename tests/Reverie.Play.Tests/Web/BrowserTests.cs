using Microsoft.Playwright;
using Reverie.Play.Games;
using Reverie.Play.Lab;

namespace Reverie.Play.Tests.Web;

/// <summary>The pages in a real browser. Without Debian's chromium they are left out; the continuous integration installs it.</summary>
public sealed class BrowserTests(TrainedRuns runs) : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly List<string> _errors = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        string? chromium = Environment.GetEnvironmentVariable("REVERIE_CHROMIUM") ?? Places.FirstOrDefault(File.Exists);
        if (chromium is null)
            Assert.Skip("There is no chromium here; apt-get install chromium, or name one in REVERIE_CHROMIUM, to test the pages.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Play_WatchTakeControlRecord_LeavesVideoAndArraysAsync()
    {
        await using var served = await ServedGames.StartAsync(runs, page: Page("play"), options: new() { Header = true });
        var page = await OpenAsync(served.Link);
        await UntilAsync(page, "reverie.view?.step > 1");
        Assert.Equal("MiniGrid-Empty-5x5-v0", await page.InnerTextAsync("#environment"));
        Assert.Equal(7, await page.Locator("#actions button").CountAsync());
        Assert.Equal(4, await page.Locator("#token-grid span").CountAsync());
        Assert.False(await page.Locator("#actions button").First.IsEnabledAsync());

        await page.Keyboard.PressAsync("m");
        await UntilAsync(page, "reverie.view.isWaiting");
        Assert.Equal("you act", await page.InnerTextAsync("#who"));
        await page.Keyboard.PressAsync("Enter");
        await UntilAsync(page, "reverie.view.step === 0");
        await page.Keyboard.PressAsync(",");
        await UntilAsync(page, "!!reverie.view.recording");
        await page.Keyboard.PressAsync("ArrowRight");
        await UntilAsync(page, "reverie.view.step === 1 && reverie.view.did === 1");
        await page.ClickAsync("#actions button >> nth=2"); // forward, as by a finger
        await UntilAsync(page, "reverie.view.step === 2 && reverie.view.did === 2");
        await page.Keyboard.PressAsync(",");
        await UntilAsync(page, "!reverie.view.recording");
        Assert.Contains("Kept 3 frames", await page.InnerTextAsync("#message"));
        string folder = Path.Combine(runs.IrisRun.Path, "media", "recordings");
        Assert.NotEmpty(Directory.GetFiles(folder, "recording_*.mp4"));
        Assert.NotEmpty(Directory.GetFiles(folder, "recording_*.npz"));

        await page.Keyboard.PressAsync("?");
        Assert.True(await page.Locator("#help").IsVisibleAsync());
        Assert.Contains("forward", await page.InnerTextAsync("#help-body"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("m");
        await UntilAsync(page, "!reverie.view.isYours");
    }

    [Fact]
    public async Task Play_StoredEpisode_DreamsFromAStepAsync()
    {
        await using var served = await ServedGames.StartAsync(runs, page: Page("play"), options: new() { Place = Place.Episode });
        var page = await OpenAsync(served.Link);
        await UntilAsync(page, "reverie.view?.place === 'episode'");
        string first = await page.EvaluateAsync<string>("() => reverie.view.episode.name");
        await page.Keyboard.PressAsync("PageDown");
        await UntilAsync(page, $"reverie.view.episode.name !== '{first}'");
        await page.Keyboard.PressAsync("PageUp");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await UntilAsync(page, "reverie.view.step === 2");
        await page.ClickAsync("#strip-here");
        await page.Locator("#strip").WaitForAsync(new() { State = WaitForSelectorState.Visible });
        Assert.True(await page.EvaluateAsync<int>("() => document.getElementById('strip-picture').width") > 32);
        Assert.Matches("right for all|they part at|apart from", await page.InnerTextAsync("#strip-note"));
        await page.Keyboard.PressAsync("d");
        await UntilAsync(page, "reverie.view.place === 'both' && reverie.view.panels.length === 3");
        await UntilAsync(page, "reverie.view.step > 1");
        Assert.Matches("One world so far|They parted at step", await page.InnerTextAsync("#parting"));
        await page.ClickAsync("[data-place=dream]");
        await UntilAsync(page, "reverie.view.place === 'dream' && reverie.view.step > 1");
        int horizon = await page.EvaluateAsync<int>("() => reverie.view.horizon");
        await page.Keyboard.PressAsync("ArrowUp");
        await UntilAsync(page, $"reverie.view.horizon > {horizon}");
    }

    [Fact]
    public async Task Play_LostConnection_ConnectsAgainAndTwoTabsAgreeAsync()
    {
        await using var served = await ServedGames.StartAsync(runs, page: Page("play"));
        var page = await OpenAsync(served.Link);
        await UntilAsync(page, "reverie.view?.step > 0");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(served.Address + Page("play"));
        await UntilAsync(other, "reverie.view?.step > 0");
        await page.EvaluateAsync("() => { reverie.socket.socket.close(); }");
        await UntilAsync(page, "reverie.socket.socket.readyState !== WebSocket.OPEN");
        await UntilAsync(page, "reverie.socket.socket.readyState === WebSocket.OPEN");
        await page.Keyboard.PressAsync(".");
        await UntilAsync(other, "reverie.view.isPaused");
        await UntilAsync(page, "reverie.view.isPaused");
        Assert.True(await page.EvaluateAsync<bool>("() => document.getElementById('connection').hidden"));
        await other.Keyboard.PressAsync(".");
        await UntilAsync(page, "!reverie.view.isPaused");
    }

    [Fact]
    public async Task Play_UnknownRun_SaysSoAsync()
    {
        await using var served = await ServedGames.StartAsync(runs, page: "/play?run=nothing");
        var page = await OpenAsync(served.Link, errorsAreMeant: true);
        await UntilAsync(page, "!document.getElementById('connection').hidden");
        Assert.Equal("There is no run 'nothing' here; go back to the list of runs.", await page.InnerTextAsync("#connection"));
    }

    [Fact]
    public async Task Lab_Runs_AreListedShownAndComparedAsync()
    {
        await using var served = await ServedGames.StartAsync(runs);
        var page = await OpenAsync(served.Link);
        await page.Locator(".runs li").Nth(2).WaitForAsync();
        await page.FillAsync("input[type=search]", "iris smoke");
        Assert.Equal(2, await page.Locator(".runs li").CountAsync());
        foreach (var box in await page.Locator(".runs input").AllAsync())
            await box.CheckAsync();
        await page.ClickAsync("#compare");
        await page.Locator("#comparison .line").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal(1, await page.Locator("#comparison .band").CountAsync()); // two seeds, one group
        Assert.Matches(@"smoke\s+2\s+\d\.\d+ \[\d\.\d+, \d\.\d+\]", await page.InnerTextAsync("tbody"));
        await page.SelectOptionAsync("#metric", "test_dataset/length");
        await page.Locator("[aria-label='test_dataset/length by environment steps']").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        await page.GotoAsync($"{served.Address}/#/run/{Uri.EscapeDataString(RunShelf.IdOf(runs.IrisRun))}");
        await page.Locator(".charts .card").First.WaitForAsync();
        Assert.Contains("epochs: 2", await page.Locator("#config").TextContentAsync());
        Assert.True(await page.Locator(".gallery img").CountAsync() > 0);
        // A line that a training appends becomes a point.
        string metrics = Path.Combine(runs.IrisRun.Logs, "metrics.jsonl");
        string before = await File.ReadAllTextAsync(metrics, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(metrics, "{\"step\":3,\"test_dataset/success\":1,\"fresh\":1}\n", TestContext.Current.CancellationToken);
        await page.Locator("[aria-label='fresh by step']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await File.WriteAllTextAsync(metrics, before, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Pages_PhoneAndKeyboard_FitAndCanBeWorkedAsync()
    {
        await using var served = await ServedGames.StartAsync(runs, page: Page("play"));
        var page = await OpenAsync(served.Link);
        await page.SetViewportSizeAsync(390, 844);
        await UntilAsync(page, "reverie.view?.step > 0");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page is wider than a phone.");
        // Every picture has a text, every button a name.
        Assert.Equal(0, await page.Locator("canvas[role=img]:not([aria-label])").CountAsync());
        foreach (var button in await page.Locator("button:visible").AllAsync())
            Assert.NotEmpty((await button.InnerTextAsync()).Trim());
        await page.FocusAsync("[data-place=dream]");
        await page.Keyboard.PressAsync("Enter");
        await UntilAsync(page, "reverie.view.place === 'dream'");
        string theme = await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme");
        await page.FocusAsync("#theme");
        await page.Keyboard.PressAsync("Space");
        await UntilAsync(page, $"document.documentElement.dataset.theme !== '{theme}'");
        await page.GotoAsync(served.Address + "/");
        await page.Locator(".runs li").First.WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The list is wider than a phone.");
    }

    [Fact]
    public async Task Play_LookInside_ShowsPanelsThatCanBeReadAndWorkedAsync()
    {
        var run = runs.Dreamer("language");
        await using var served = await ServedGames.StartAsync(
            runs, new RunShelf(Path.Combine(run.Path, "..", "..")), $"/play?run={Uri.EscapeDataString(RunShelf.IdOf(run))}&header=1");
        var page = await OpenAsync(served.Link);
        await UntilAsync(page, "reverie.view?.step > 1");
        Assert.True(await page.EvaluateAsync<bool>("() => reverie.view.inside === undefined"), "It was computed although nobody looked.");
        await page.Keyboard.PressAsync("i");
        await UntilAsync(page, "document.querySelectorAll('#insights .insight').length === 3 && document.querySelector('#insights .marked')");
        string text = await page.InnerTextAsync("#insights");
        foreach (string title in (string[])["Latent state", "surprise", "The word", "came", "Attention over the steps so far", "now"])
            Assert.Contains(title, text);
        Assert.Matches("^Attention over the steps so far: \\d+ numbers, the largest", (await page.GetAttributeAsync("#insights svg", "aria-label"))!);
        await page.Keyboard.PressAsync("m");
        await UntilAsync(page, "reverie.view.isWaiting");
        await page.Keyboard.PressAsync("ArrowUp");
        await UntilAsync(page, "/^\\d+ ms, median of \\d+$/.test(reverie.latency.text)");
        await UntilAsync(page, "document.getElementById('numbers').innerText.includes(reverie.latency.text)");

        await page.SetViewportSizeAsync(390, 844);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The panels are wider than a phone.");
        for (int theme = 0; theme < 2; theme++)
        {
            Assert.Equal("", await page.EvaluateAsync<string>(Contrast));
            await page.ClickAsync("#theme");
        }
        // A new connection is told that somebody looks.
        await page.EvaluateAsync("() => { reverie.socket.socket.close(); }");
        await UntilAsync(page, "reverie.socket.socket.readyState !== WebSocket.OPEN");
        await UntilAsync(page, "reverie.socket.socket.readyState === WebSocket.OPEN && reverie.view.inside !== undefined");
        // Closed by the keyboard, it is computed no more.
        await page.FocusAsync("#inside summary");
        await page.Keyboard.PressAsync("Enter");
        await UntilAsync(page, "!document.getElementById('inside').open");
        await page.Keyboard.PressAsync("n");
        await UntilAsync(page, "reverie.view.inside === undefined");
    }

    /// <summary>Texts beside the pictures that stand out too little from what is behind them, the bars included: less than 4.5 to 1 (WCAG 2.2, AA).</summary>
    private const string Contrast = """
        () => {
          const parse = text => {
            const numbers = text.match(/[\d.]+(e-?\d+)?/g).map(Number);
            return { rgb: numbers.slice(0, 3).map(number => text.startsWith('color') ? number : number / 255), a: numbers[3] ?? 1 };
          };
          const over = (top, under) => ({ rgb: top.rgb.map((value, i) => value * top.a + under.rgb[i] * (1 - top.a)), a: 1 });
          const linear = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          const light = ({ rgb }) => 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
          const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
          const behind = element => element === null
            ? { rgb: [1, 1, 1], a: 1 } : over(parse(getComputedStyle(element).backgroundColor), behind(element.parentElement));
          const found = [];
          for (const element of document.querySelectorAll('.mind *')) {
            const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');
            if (!own || element.getClientRects().length === 0) continue;
            const ground = behind(element), bar = element.parentElement.querySelector(':scope > i');
            const isApart = parse(getComputedStyle(element).backgroundColor).a === 1;
            const grounds = bar && !isApart ? [ground, over(parse(getComputedStyle(bar).backgroundColor), ground)] : [ground];
            for (const each of grounds) {
              const least = ratio(over(parse(getComputedStyle(element).color), each), each);
              if (least < 4.5) found.push(`${element.tagName} '${element.textContent}' ${least.toFixed(2)}`);
            }
          }
          return found.join('; ');
        }
        """;

    private string Page(string name) => $"/{name}?run={Uri.EscapeDataString(RunShelf.IdOf(runs.IrisRun))}&header=1";

    private async Task<IPage> OpenAsync(string link, bool errorsAreMeant = false)
    {
        var context = await _browser!.NewContextAsync(
            new() { ViewportSize = new() { Width = 1280, Height = 860 }, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            // Where the server ends before the page, the page looks for it.
            bool isLost = new[] { "WebSocket", "net::ERR_CONNECTION" }.Any(word => message.Text.Contains(word, StringComparison.Ordinal));
            if (message.Type == "error" && !errorsAreMeant && !isLost)
                _errors.Add(message.Text);
        };
        await page.GotoAsync(link);
        return page;
    }

    /// <summary>Asks again and again: the pages' policy forbids what Playwright's own waiting would do.</summary>
    private static async Task UntilAsync(IPage page, string isSo)
    {
        for (int i = 0; i < 1200; i++)
        {
            if (await page.EvaluateAsync<bool>($"() => !!({isSo})"))
                return;
            await Task.Delay(50);
        }
        string view = await page.EvaluateAsync<string>("() => JSON.stringify(window.reverie?.view ?? null)");
        Assert.Fail($"It never came to that: {isSo}. The page has: {view}");
    }
}
