namespace Reverie.Environments.Arrays;

/// <summary>
/// Adds to every observation a text that says how its episode began. Whoever keeps it can begin the same episode in another environment and,
/// with the actions taken since, be in the same place.
/// </summary>
public sealed class RememberedStart : ArrayDecorator
{
    /// <summary>Name of the text.</summary>
    public const string TextName = "episode_start";

    private readonly int _text;
    private string _start = "";

    /// <param name="inner">The environment beneath.</param>
    /// <exception cref="ArgumentException">It cannot be saved.</exception>
    public RememberedStart(IArrayEnvironment inner) : base(inner)
    {
        if (inner.Saving == Saving.None)
            throw new ArgumentException("An environment that cannot be saved cannot begin an episode again; take one that can.", nameof(inner));
        _text = inner.Layout.Texts.Count;
        Layout = inner.Layout with { Texts = [.. inner.Layout.Texts, TextName] };
    }

    public override StepLayout Layout { get; }

    /// <summary>Begins an episode again.</summary>
    /// <param name="environment">Made like the one that was decorated, without this decorator.</param>
    /// <param name="start">The text of any of the episode's observations.</param>
    /// <exception cref="InvalidDataException">The text belongs to another environment.</exception>
    public static void Return(IArrayEnvironment environment, string start)
    {
        using var reader = new BinaryReader(new MemoryStream(Convert.FromBase64String(start)));
        environment.Restore(reader);
    }

    public override void Reset(ulong? seed, ObservationRow observation)
    {
        Inner.Reset(seed, observation.WithTexts(_text));
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            Inner.Save(writer);
        observation.Text(_text) = _start = Convert.ToBase64String(stream.ToArray());
    }

    public override StepSignal Step(ActionRow action, ObservationRow observation)
    {
        var signal = Inner.Step(action, observation.WithTexts(_text));
        observation.Text(_text) = _start;
        return signal;
    }

    public override void Save(BinaryWriter writer)
    {
        writer.Write(_start);
        Inner.Save(writer);
    }

    public override void Restore(BinaryReader reader)
    {
        _start = reader.ReadString();
        Inner.Restore(reader);
    }
}
