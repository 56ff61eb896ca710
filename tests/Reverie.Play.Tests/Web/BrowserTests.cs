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
