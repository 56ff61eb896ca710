namespace Reverie.Language.Advisers;

/// <summary>
/// The last steps of an episode before the present one, told in a question (as in GLAM, Carta et al., 2023): "My goal is: ... . Before: I see
/// ... . Action: turn left. Now: I see ...".
/// </summary>
/// <param name="length">How many steps are told; with 0 a question is about the present alone.</param>
public sealed class SituationHistory(int length)
{
    private readonly Queue<(string View, string Deed)> _past = [];

    /// <summary>An episode begins.</summary>
    public void Begin() => _past.Clear();

    /// <summary>A step was taken.</summary>
    /// <param name="view">What was seen before it: "I see ... .".</param>
    /// <param name="deed">What was done: "turn left.".</param>
    public void Add(string view, string deed)
    {
        _past.Enqueue((view, deed));
        while (_past.Count > length)
            _past.Dequeue();
    }

    /// <summary>The question, with all that is still known.</summary>
    /// <param name="mission">The goal, without a full stop.</param>
    /// <param name="view">What is seen now.</param>
    public string Tell(string mission, string view) => _past.Count == 0
        ? $"My goal is: {mission}. {view}"
        : $"My goal is: {mission}. {string.Join(' ', _past.Select(step => $"Before: {step.View} Action: {step.Deed}"))} Now: {view}";

    /// <summary>Writes all that a continuation needs.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_past.Count);
        foreach (var (view, deed) in _past)
        {
            writer.Write(view);
            writer.Write(deed);
        }
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        _past.Clear();
        for (int count = reader.ReadInt32(); count > 0; count--)
            _past.Enqueue((reader.ReadString(), reader.ReadString()));
    }
}
