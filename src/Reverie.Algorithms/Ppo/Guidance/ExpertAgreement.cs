using Reverie.Environments.MiniGrid;
using Reverie.Language.Advisers;
using Reverie.Training.Randomness;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>
/// Asks an adviser at every step of episodes that the <see cref="Expert"/> plays, and counts how often the best of the advice is what the
/// expert would do. Now and then chance acts instead, so that it is also asked about what follows from mistakes.
/// </summary>
/// <param name="level">The level.</param>
/// <param name="adviser">Who is asked.</param>
/// <param name="history">How many of the last steps a question tells.</param>
public sealed class ExpertAgreement(MiniGridEnv level, ActionAdviser adviser, int history = 0)
{
    /// <summary>Probability that chance acts instead of the expert.</summary>
    public const double ErrorRate = 0.15;

    private static readonly int Actions = Enum.GetValues<GridAction>().Length;

    /// <summary>Plays, asks and counts.</summary>
    /// <param name="seed">Seeds of the levels count on from here.</param>
    /// <param name="episodes">How many.</param>
    public AgreementCounts Measure(ulong seed, int episodes)
    {
        var random = new SeededRandom(seed, "agreement");
        var counts = new AgreementCounts();
        for (int episode = 0; episode < episodes; episode++)
        {
            var (expert, narrator) = (new Expert(level), new Narrator(Actions, history));
            var seen = level.Reset(seed + (ulong)episode);
            bool begins = true, isOver = false;
            for (long taken = 0; !isOver && expert.Plan(begins, taken) is { } planned; begins = false)
            {
                var advice = adviser.AdviseAsync(narrator.Tell(seen.Image, seen.Mission, begins, taken), narrator.Captions).GetAwaiter().GetResult();
                counts.Add((GridAction)planned, advice.Best is { } best && advice.Scores[(int)planned] == advice.Scores[best], advice.Best is not null);
                taken = random.NextDouble() < ErrorRate ? random.NextInt((int)GridAction.Done) : planned;
                var step = level.Step((int)taken);
                (seen, isOver) = (step.Observation, step.Done);
            }
        }
        return counts;
    }
}
