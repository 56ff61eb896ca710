using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Crafter;

/// <summary>
/// Crafter (Hafner, 2021): an open world with day and night, 22 things to achieve, and a picture for all that is seen. Equal to the
/// original with the same seed, step for step, which numbers its episodes and makes of seed and number a world; one thing differs: which
/// creatures vanish depends on the order in which they came, not on memory addresses.
/// </summary>
[EnvironmentFamily("Crafter")]
public sealed class CrafterEnv : Environment<NdArray<byte>, int>, ISnapshot, ICrossEpisodeState, INamesActions, IHasNoop, IJudgesSuccess, IHasAchievements
{
    private readonly CrafterGame _game;
    private readonly CrafterPainter _painter;
    private readonly NdArray<byte> _observation;
    private readonly bool _reward;
    private ulong? _seed;
    private ulong _episode;

    /// <param name="size">Pixels along each side of the picture.</param>
    /// <param name="length">After how many steps an episode is cut off.</param>
    /// <param name="reward">Whether steps are paid for; without it the agent learns from what it sees alone.</param>
    /// <exception cref="ArgumentException">A number is too small.</exception>
    public CrafterEnv(int size = 64, int length = 10_000, bool reward = true)
    {
        if (length < 1)
            throw new ArgumentException($"An episode has at least one step: length cannot be {length}.");
        (_painter, Length, _reward) = (new CrafterPainter(size), length, reward);
        _game = new CrafterGame(CrafterPainter.WorldPixels(size));
        (_observation, ObservationSpace) = (new NdArray<byte>(size, size, 3), new Box<byte>(0, 255, size, size, 3));
    }

    public override Box<byte> ObservationSpace { get; }

    public override Discrete ActionSpace { get; } = new((int)CrafterAction.MakeIronSword + 1);

    public IReadOnlyList<string> ActionNames { get; } = Names.Of<CrafterAction>();

    public IReadOnlyList<string> AchievementNames { get; } = Names.Of<Achievement>();

    public ulong Achieved => _game.Unlocked;

    int? IHasNoop.NoopAction => (int)CrafterAction.Noop;

    public override IEnvironment Unwrapped => this;

    public override Pcg64 Random { get; } = new();

    /// <summary>After how many steps an episode is cut off.</summary>
    public int Length { get; }

    /// <summary>The game behind the pictures.</summary>
    public CrafterGame Game => _game;

    string IJudgesSuccess.SuccessMeaning => "diamonds found";

    bool IJudgesSuccess.Succeeded => (Achieved >> (int)Achievement.CollectDiamond & 1) != 0;

    /// <param name="seed">The original's seed: its first episode begins. Without one the next of the same seed does, and of a seed by chance if there was none.</param>
    public override NdArray<byte> Reset(ulong? seed = null)
    {
        if (seed is { } given)
        {
            Random.Seed(given);
            (_seed, _episode) = (given, 0);
        }
        _seed ??= (ulong)Random.Integers(0, int.MaxValue);
        _game.Reset(PythonHash.WorldSeed(_seed.Value, ++_episode));
        return Observe();
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    public override StepResult<NdArray<byte>> Step(int action)
    {
        if (!ActionSpace.Contains(action))
            throw new ArgumentOutOfRangeException(nameof(action), $"There is no action {action}: use 0 to {ActionSpace.Count - 1}.");
        var (reward, died) = _game.Step((CrafterAction)action);
        return new(Observe(), _reward ? reward : 0, died, _game.Steps >= Length);
    }

    public override NdArray<byte> Render()
    {
        var image = new NdArray<byte>(ObservationSpace.Shape);
        _painter.Draw(_game, image.Span);
        return image;
    }

    void ISnapshot.SaveSnapshot(BinaryWriter writer)
    {
        SaveMemory(writer);
        _game.Save(writer);
    }

    void ISnapshot.RestoreSnapshot(BinaryReader reader)
    {
        RestoreMemory(reader);
        _game.Restore(reader);
    }

    public void SaveMemory(BinaryWriter writer)
    {
        writer.Write(_seed is not null);
        writer.Write(_seed ?? 0);
        writer.Write(_episode);
    }

    public void RestoreMemory(BinaryReader reader)
    {
        bool seeded = reader.ReadBoolean();
        ulong seed = reader.ReadUInt64();
        (_seed, _episode) = (seeded ? seed : null, reader.ReadUInt64());
    }

    private NdArray<byte> Observe()
    {
        _painter.Draw(_game, _observation.Span);
        return _observation;
    }
}
