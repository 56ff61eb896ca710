using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments;

/// <summary>An environment seen through another: the base of all wrappers, which owns and passes on to the inner one.</summary>
public abstract class Wrapper<TInner, TOuter, TAction>(Environment<TInner, TAction> inner) : Environment<TOuter, TAction>
    where TInner : notnull
    where TOuter : notnull
    where TAction : notnull
{
    /// <summary>The environment beneath this wrapper.</summary>
    public Environment<TInner, TAction> Inner { get; } = inner;

    public override IEnvironment Unwrapped => Inner.Unwrapped;

    public override Pcg64 Random => Inner.Random;

    public override Space<TAction> ActionSpace => Inner.ActionSpace;

    public override NdArray<byte> Render() => Inner.Render();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
    }
}
