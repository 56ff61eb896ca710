using Reverie.Environments.Spaces;

namespace Reverie.Environments.Arrays.Conversion;

/// <summary>Which arrays and texts hold the observations of a space, and who writes them.</summary>
internal sealed class ObservationFormat
{
    private readonly List<ArraySpec> _arrays = [];
    private readonly List<string> _texts = [];
    private readonly RowWriter _writer;

    /// <param name="space">The observation space.</param>
    /// <exception cref="NotSupportedException">No arrays can hold it.</exception>
    public ObservationFormat(Space space) => _writer = Make(space, LoneName(space), prefix: "");

    public IReadOnlyList<ArraySpec> Arrays => _arrays;

    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Writes observations of the .NET type that belongs to the space.</summary>
    public IRowWriter<T> WriterOf<T>() => (IRowWriter<T>)_writer;

    private static string LoneName(Space space) => space switch
    {
        Box<byte> { Shape.Length: 3 } => "image",
        Space<string> => "text",
        _ => "state",
    };

    private RowWriter Make(Space space, string name, string prefix) => space switch
    {
        Box<byte> box => new CopyWriter<byte>(Add(name, ElementType.UInt8, box.Shape, box.Low, box.High)),
        Box<float> box => new CopyWriter<float>(Add(name, ElementType.Float32, box.Shape, box.Low, box.High)),
        Box<double> box => new ConvertWriter<double, float>(Add(name, ElementType.Float32, box.Shape, box.Low, box.High)),
        Box<long> box => new CopyWriter<long>(Add(name, ElementType.Int64, box.Shape, box.Low, box.High)),
        Box<int> box => new ConvertWriter<int, long>(Add(name, ElementType.Int64, box.Shape, box.Low, box.High)),
        Discrete choice => new IntegerWriter(Add(name, ElementType.Int64, [], 0, choice.Count - 1)),
        MultiDiscrete choices => new ConvertWriter<int, long>(Add(name, ElementType.Int64, [choices.Counts.Count], 0, choices.Counts.Max() - 1)),
        RealLine => new NumberWriter(Add(name, ElementType.Float32, [], double.NegativeInfinity, double.PositiveInfinity)),
        Space<string> => new WordsWriter(AddText(name)),
        IDictSpace parts => new DictWriter(
            [.. parts.Spaces.Select(part => (part.Key, Make(part.Value, prefix + part.Key, $"{prefix}{part.Key}.")))]),
        _ => throw new NotSupportedException(
            $"No array can hold observations of {space}: use Box of byte, int, long, float or double, Discrete, MultiDiscrete, text, or a DictSpace of these."),
    };

    private int Add(string name, ElementType type, ReadOnlySpan<int> shape, double low, double high)
    {
        _arrays.Add(new(name, type, [.. shape], low, high));
        return _arrays.Count - 1;
    }

    private int AddText(string name)
    {
        _texts.Add(name);
        return _texts.Count - 1;
    }
}
