using System.IO.Enumeration;

namespace Reverie.Environments.MiniGrid.Wrappers;

/// <summary>
/// Lets only some missions happen: levels with others are passed over, and the random stream goes on. So missions can be kept apart to find out
/// whether an agent understands sentences that it was never given. In patterns <c>*</c> stands for any letters and <c>?</c> for one.
/// </summary>
public sealed class MissionFilter : GridWrapper
{
    private const int MostLevels = 10_000;

    private readonly string[] _only, _except;

    /// <param name="inner">The environment.</param>
    /// <param name="only">Patterns of which a mission must fit one; empty: any mission will do.</param>
    /// <param name="except">Patterns of which a mission must fit none.</param>
    /// <exception cref="ArgumentException">There are no patterns at all.</exception>
    public MissionFilter(Environment<GridObservation<byte>, int> inner, IReadOnlyList<string>? only = null, IReadOnlyList<string>? except = null) : base(inner)
    {
        (_only, _except) = ([.. only ?? []], [.. except ?? []]);
        if (_only.Length + _except.Length == 0)
            throw new ArgumentException("A mission filter needs patterns; give only=[...] or except=[...], such as except=['go to * red ball'].");
    }

    /// <exception cref="LevelGenerationException">None of many levels has a mission that is wanted.</exception>
    public override GridObservation<byte> Reset(ulong? seed = null)
    {
        var observation = Inner.Reset(seed);
        for (int levels = 1; !IsWanted(observation.Mission); levels++)
        {
            if (levels == MostLevels)
            {
                throw new LevelGenerationException(
                    $"None of {MostLevels} levels has a mission that the filter lets pass; the last one was '{observation.Mission}'. Change its patterns (only, except).",
                    "no mission was wanted");
            }
            observation = Inner.Reset();
        }
        return observation;
    }

    private bool IsWanted(string mission) => (_only.Length == 0 || Fits(_only, mission)) && !Fits(_except, mission);

    private static bool Fits(string[] patterns, string mission) =>
        Array.Exists(patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, mission, ignoreCase: false));
}
