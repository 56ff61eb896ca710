using Reverie.Environments;
using Reverie.Environments.BabyAI;
using Reverie.Environments.BabyAI.Bot;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Expert;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>
/// Knows one environment and what to do in it: BabyAI's bot on levels with instructions, a search for the shortest way on the others.
/// Where it does not know how to go on it says nothing until the episode ends.
/// </summary>
/// <param name="environment">The environment, at any point of an episode.</param>
public sealed class Expert(IEnvironment environment)
{
    private ExpertBot? _bot;
    private GridExpert? _search;
    private bool _isLost;

    /// <summary>Whether there is an expert for an environment.</summary>
    public static bool Knows(IEnvironment environment) => environment.Unwrapped is MiniGridEnv;

    /// <summary>The action to take now; null: it does not know.</summary>
    /// <param name="begins">Whether the episode begins here.</param>
    /// <param name="taken">What was done last; means nothing where the episode begins.</param>
    public long? Plan(bool begins, long taken) => environment.Unwrapped switch
    {
        RoomGridLevel level => Ask(level, begins, taken),
        MiniGridEnv grid => (long?)(_search ??= new GridExpert(grid)).Plan(),
        _ => null,
    };

    /// <summary>The plan of this episode is gone, as after a resume.</summary>
    internal void Lose() => _isLost = true;

    private long? Ask(RoomGridLevel level, bool begins, long taken)
    {
        if (begins)
            (_bot, _isLost) = (null, false);
        if (_isLost)
            return null;
        try
        {
            return (long)(_bot ??= new ExpertBot(level)).Replan(begins ? null : (GridAction)taken);
        }
        catch (BotFailedException)
        {
            _isLost = true;
            return null;
        }
    }
}
