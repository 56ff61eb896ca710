using Reverie.Language.Advisers.Choosing;
using Reverie.Language.Advisers.Limits;

namespace Reverie.Language.Advisers;

/// <summary>Situations in words to scores of actions: adviser, cache, limits and choice put together, as <see cref="AdviserFactory"/> does it.</summary>
/// <param name="identity">Whose advice it is.</param>
/// <param name="choice">How actions are chosen.</param>
/// <param name="budget">What may be spent.</param>
/// <param name="owned">What is disposed with it, in this order.</param>
public sealed class ActionAdviser(string identity, IChoice choice, Budget budget, params IReadOnlyList<IDisposable> owned) : IDisposable
{
    /// <summary>Whose advice it is: what tells one adviser from another in a cache.</summary>
    public string Identity => identity;

    /// <summary>What came and what it cost.</summary>
    public AdviserStatistics Statistics { get; } = new();

    /// <summary>Asks for advice; several may be asked for at once.</summary>
    /// <param name="situation">Goal and view in words.</param>
    /// <param name="captions">What each action would do, in words.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="AdviserException">Only where the cache is strict and does not know.</exception>
    public async Task<Advice> AdviseAsync(string situation, IReadOnlyList<string> captions, CancellationToken cancellation = default)
    {
        var advice = await choice.ChooseAsync(situation, captions, cancellation);
        Statistics.Add(advice.Answer);
        return advice;
    }

    /// <summary>Writes what was spent, for a run that goes on.</summary>
    public void Save(BinaryWriter writer) => budget.Save(writer);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader) => budget.Restore(reader);

    public void Dispose()
    {
        foreach (var part in owned)
            part.Dispose();
    }
}
