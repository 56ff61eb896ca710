using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.Spaces;
using Reverie.Language.Advisers;

namespace Reverie.Algorithms.Ppo.Guidance;

/// <summary>Puts one environment's episode into words, step by step.</summary>
/// <param name="actions">Actions of the environment.</param>
/// <param name="history">How many of the last steps are told.</param>
internal sealed class Narrator(int actions, int history)
{
    private readonly SituationHistory _past = new(history);
    private string _view = "";

    /// <summary>What each action would do in what was told last.</summary>
    internal string[] Captions { get; private set; } = [];

    /// <summary>The situation now.</summary>
    /// <param name="image">The view.</param>
    /// <param name="mission">The goal.</param>
    /// <param name="begins">Whether the episode begins here.</param>
    /// <param name="taken">What was done last; means nothing where the episode begins.</param>
    internal string Tell(NdArray<byte> image, string mission, bool begins, long taken)
    {
        if (begins)
            _past.Begin();
        else if (history > 0 && taken < Captions.Length)
            _past.Add(_view, Captions[taken]);
        _view = Caption.Describe(image);
        Captions = [.. Enumerable.Range(0, actions).Select(action => Caption.Describe(image, (GridAction)action))];
        return _past.Tell(mission, _view);
    }

    internal void Save(BinaryWriter writer)
    {
        if (history == 0)
            return;
        _past.Save(writer);
        writer.Write(_view);
        writer.Write(Captions.Length);
        Array.ForEach(Captions, writer.Write);
    }

    internal void Restore(BinaryReader reader)
    {
        if (history == 0)
            return;
        _past.Restore(reader);
        _view = reader.ReadString();
        Captions = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())];
    }
}
