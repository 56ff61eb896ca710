using Reverie.Environments.Arrays;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>An environment seen through another: the base of all wrappers, which owns and passes on to the inner one.</summary>
public abstract class Wrapper<TInner, TOuter, TAction>(Environment<TInner, TAction> inner) : Environment<TOuter, TAction>, IWrapper
    where TInner : notnull
    where TOuter : notnull
    where TAction : notnull
{
    /// <summary>The environment beneath this wrapper.</summary>
    public Environment<TInner, TAction> Inner { get; } = inner;

    IEnvironment IWrapper.Inner => Inner;

    public override IEnvironment Unwrapped => Inner.Unwrapped;

    public override Pcg64 Random => Inner.Random;

    public override Space<TAction> ActionSpace => Inner.ActionSpace;

    /// <summary>
    /// That of the environment beneath. A snapshot of it would miss what this wrapper remembers within an episode; unless the wrapper is an
    /// <see cref="ISnapshot"/> as well, both are brought back by replay.
    /// </summary>
    public override Saving Saving => Inner.Saving == Saving.Snapshot && this is not ISnapshot ? Saving.Replay : Inner.Saving;

    public override NdArray<byte> Render() => Inner.Render();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
    }
}
