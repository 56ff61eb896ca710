using System.Globalization;
using Reverie.Environments.MiniGrid;
using Reverie.Training.Evaluation;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>How often advice was what an expert would do.</summary>
public sealed class AgreementCounts
{
    private readonly int[] _asked = new int[Enum.GetValues<GridAction>().Length], _right = new int[Enum.GetValues<GridAction>().Length];

    /// <summary>Steps at which there was advice.</summary>
    public int Advised { get; private set; }

    /// <summary>Steps at which the expert knew what to do.</summary>
    public int Asked => _asked.Sum();

    /// <summary>Steps at which the best of the advice was that.</summary>
    public int Right => _right.Sum();

    /// <summary>Counts one step.</summary>
    /// <param name="planned">What the expert would do.</param>
    /// <param name="isRight">Whether that is the best of the advice.</param>
    /// <param name="isAdvised">Whether there was any.</param>
    public void Add(GridAction planned, bool isRight, bool isAdvised)
    {
        _asked[(int)planned]++;
        _right[(int)planned] += isRight ? 1 : 0;
        Advised += isAdvised ? 1 : 0;
    }

    /// <summary>The counts for people: all of them, and by what the expert would do.</summary>
    public IEnumerable<string> Lines(string level)
    {
        if (Asked == 0)
            return [$"The expert does not know what to do in {level}, so there is nothing to agree with."];
        var whole = Statistics.Proportion(Right, Asked);
        string name(GridAction action) => action.ToString().ToLowerInvariant();
        return
        [
            string.Create(CultureInfo.InvariantCulture,
                $"agrees with the expert at {100 * whole.Estimate:0.0} % [{100 * whole.Low:0.0}, {100 * whole.High:0.0}] of {Asked} steps in {level} ({Advised} advised)"),
            .. Enum.GetValues<GridAction>().Where(action => _asked[(int)action] > 0).Select(action => string.Create(
                CultureInfo.InvariantCulture, $"  {name(action),-8} {100.0 * _right[(int)action] / _asked[(int)action]:0.0} % of {_asked[(int)action]}")),
        ];
    }
}
