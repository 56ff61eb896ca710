using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays;

/// <summary>Base of what stands before an array environment and changes some of what happens. It owns the environment beneath.</summary>
/// <param name="inner">The environment beneath.</param>
public abstract class ArrayDecorator(IArrayEnvironment inner) : IArrayEnvironment
{
    public virtual StepLayout Layout => Inner.Layout;

    public string? SuccessMeaning => Inner.SuccessMeaning;

    public IReadOnlyList<string> AchievementNames => Inner.AchievementNames;

    public T? Origin<T>() where T : class => Inner.Origin<T>();

    public Saving Saving => Inner.Saving;

    /// <summary>The environment beneath.</summary>
    protected IArrayEnvironment Inner { get; } = inner;

    public virtual void Reset(ulong? seed, ObservationRow observation) => Inner.Reset(seed, observation);

    public abstract StepSignal Step(ActionRow action, ObservationRow observation);

    /// <inheritdoc/>
    /// <remarks>One <see cref="Step"/> after the other; a decorator that lets what is beneath do it at once overrides this.</remarks>
    public virtual StepSignal Repeat(ActionRow action, Span<double> rewards, ObservationRow previous, ObservationRow last, out int times) =>
        Repeats.OneByOne(this, action, rewards, previous, last, out times);

    public NdArray<byte> Render() => Inner.Render();

    public virtual void Save(BinaryWriter writer) => Inner.Save(writer);

    public virtual void Restore(BinaryReader reader) => Inner.Restore(reader);

    public void Dispose()
    {
        Inner.Dispose();
        GC.SuppressFinalize(this);
    }
}
