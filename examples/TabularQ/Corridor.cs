using Reverie.Environments;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace TabularQ;

/// <summary>A corridor with the goal at its right end: one step costs 0.01, the goal pays 1.</summary>
public sealed class Corridor(int length = 6) : Environment<int, int>, IJudgesSuccess
{
    private int _cell;

    public override Discrete ObservationSpace { get; } = new(length);

    /// <summary>Left, right.</summary>
    public override Discrete ActionSpace { get; } = new(2);

    public override IEnvironment Unwrapped => this;

    public override Pcg64 Random { get; } = new(0);

    public string SuccessMeaning => "the goal was reached";

    public bool Succeeded => _cell == length - 1;

    public override int Reset(ulong? seed = null)
    {
        if (seed is { } value)
            Random.Seed(value);
        return _cell = Random.Integers(0, length / 2);
    }

    public override StepResult<int> Step(int action)
    {
        _cell = Math.Clamp(_cell + (action == 1 ? 1 : -1), 0, length - 1);
        return new(_cell, Succeeded ? 1 : -0.01, Terminated: Succeeded, Truncated: false);
    }

    public override NdArray<byte> Render()
    {
        var picture = new NdArray<byte>(8, 8 * length, 3);
        for (int y = 0; y < 8; y++)
            picture.Span.Slice((((y * length) + _cell) * 8) * 3, 8 * 3).Fill(255);
        return picture;
    }
}
