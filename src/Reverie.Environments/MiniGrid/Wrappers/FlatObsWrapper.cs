using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>One flat vector: the image's bytes, then the mission's characters one-hot, 96 places of 28 (a to z, space, comma).</summary>
public sealed class FlatObsWrapper : ObservationWrapper<GridObservation<byte>, NdArray<byte>, int>
{
    private const int MaxCharacters = 96, Alphabet = 28, Space = 26, Comma = 27;

    private readonly NdArray<byte> _flat;
    private string? _mission;

    public FlatObsWrapper(Environment<GridObservation<byte>, int> inner) : base(inner)
    {
        int image = GridSpaces.ImageSpace(inner).Shape.ToArray().Aggregate(1, (product, n) => product * n);
        _flat = new NdArray<byte>(image + MaxCharacters * Alphabet);
        ObservationSpace = new Box<byte>(0, 255, _flat.Length);
    }

    public override Box<byte> ObservationSpace { get; }

    /// <exception cref="InvalidOperationException">The mission is too long, or has characters outside the alphabet.</exception>
    protected override NdArray<byte> Observe(GridObservation<byte> observation)
    {
        observation.Image.Span.CopyTo(_flat.Span);
        if (!string.Equals(observation.Mission, _mission, StringComparison.Ordinal))
        {
            Spell(observation.Mission, _flat.Span[observation.Image.Length..]);
            _mission = observation.Mission;
        }
        return _flat;
    }

    private static void Spell(string mission, Span<byte> target)
    {
        if (mission.Length > MaxCharacters)
        {
            throw new InvalidOperationException(
                $"A flat observation has room for {MaxCharacters} characters, but the mission has {mission.Length}: '{mission}'.");
        }

        target.Clear();
        for (int i = 0; i < mission.Length; i++)
        {
            int code = char.ToLowerInvariant(mission[i]) switch
            {
                >= 'a' and <= 'z' and char letter => letter - 'a',
                ' ' => Space,
                ',' => Comma,
                char other => throw new InvalidOperationException($"A flat observation spells a to z, space and comma, but not '{other}' in '{mission}'."),
            };
            target[i * Alphabet + code] = 1;
        }
    }
}
