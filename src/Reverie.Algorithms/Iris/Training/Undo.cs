namespace Reverie.Algorithms.Iris.Training;

/// <summary>Disposes of what was made already where making the rest fails: environments may be processes.</summary>
internal sealed class Undo : IDisposable
{
    private readonly Stack<IDisposable> _made = [];

    /// <summary>Something that shall be disposed of unless all is complete.</summary>
    internal T Unless<T>(T made) where T : IDisposable
    {
        _made.Push(made);
        return made;
    }

    /// <summary>All is made; nothing is undone any more.</summary>
    internal void Complete() => _made.Clear();

    public void Dispose()
    {
        while (_made.TryPop(out var made))
            made.Dispose();
    }
}
