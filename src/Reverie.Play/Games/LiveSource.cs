using Reverie.Environments;
using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Media;
using Reverie.Training.Sessions;

namespace Reverie.Play.Games;

/// <summary>A running environment.</summary>
internal sealed class LiveSource : Source
{
    private readonly IVectorEnvironment _world;
    private readonly Func<TrainedAgent?>? _newer;
    private Panel? _scene;
    private bool _draws = true;
    private Panel? _last;
    private IReadOnlyList<KeyValuePair<string, string>>? _lastTexts;

    internal LiveSource(GameSetup setup, ulong seed) : base(setup.World.Layout, setup.Agent, setup.Acting)
    {
        (_world, _newer) = (setup.World, setup.Newer);
        _world.Reset(seed);
        Forget();
    }

    public override StepBatch Seen => _world.Current;

    public override bool IsGiven => false;

    /// <inheritdoc/>
    /// <remarks>The mission is told to people even where the agent is shown pictures only.</remarks>
    public override IReadOnlyList<KeyValuePair<string, string>> Texts => _lastTexts ?? TextsNow();

    protected override IEnvironment? Origin => _world.Origin(0);

    /// <summary>Between episodes a newer agent may take the place.</summary>
    public override void Restart()
    {
        if (_newer?.Invoke() is { } newer)
        {
            Agent?.Dispose();
            Agent = newer;
        }
        _world.Reset();
        (_scene, _last, _lastTexts) = (null, null, null);
        Forget();
    }

    public override IReadOnlyList<Panel> Show(bool panes)
    {
        // When an episode has ended, the environment has begun the next one already: what was seen last stays until that is asked for.
        if (_last is not null)
            return [_last];
        _scene ??= Scene();
        var seen = Pictures.Seen("what the agent sees", Seen.Observations);
        if (!panes)
            return [seen ?? _scene ?? Numbers()];
        Panel?[] all = [_scene, seen, .. Agent?.Player.Explain(Seen, 0) ?? []];
        return [.. all.OfType<Panel>().DefaultIfEmpty(Numbers())];
    }

    public override void Dispose()
    {
        _world.Dispose();
        Agent?.Dispose();
    }

    protected override Outcome Step(ActionBatch action)
    {
        var (before, texts) = (_scene ?? Scene(), TextsNow());
        _world.Step(action);
        _scene = null;
        if (!Seen.HasEnded(0))
        {
            (_last, _lastTexts) = (null, null);
            return new(Seen.Rewards[0], null);
        }
        _last = Pictures.Seen("what the agent sees", Seen.Final) ?? before ?? Numbers();
        _lastTexts = texts;
        string how = Seen.Successes[0] switch { true => "success", false => "no success", _ => Seen.Terminated[0] ? "the end" : "time is up" };
        return new(Seen.Rewards[0], how);
    }

    private IReadOnlyList<KeyValuePair<string, string>> TextsNow()
    {
        const string Mission = "mission";
        return base.Texts.All(text => text.Key != Mission) && (Origin?.Unwrapped as IHasMission)?.Mission is { Length: > 0 } mission
            ? [new(Mission, mission), .. base.Texts] : base.Texts;
    }

    private Panel? Scene()
    {
        if (!_draws)
            return null;
        try
        {
            return Panel.FromScene("environment", _world.Render(0));
        }
        catch (NotSupportedException)
        {
            _draws = false;
            return null;
        }
    }

    /// <summary>What draws nothing still shows something.</summary>
    private static Panel Numbers() => new("no picture", 8, 8, new byte[3 * 8 * 8]);
}
