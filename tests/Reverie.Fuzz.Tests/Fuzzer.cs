using System.Diagnostics;
using System.Globalization;
using System.Text;
using Reverie.Cli;

namespace Reverie.Fuzz.Tests;

/// <summary>
/// Feeds a parser with its seeds and with mutations of them. Each input is understood, or refused with a sentence of our own, within a bound
/// of time and memory. <c>REVERIE_FUZZ_SECONDS</c> sets how long each parser is tried (2), <c>REVERIE_FUZZ_SEED</c> with what (1). A failing
/// input is written to a file that the message names; put it, made smaller, into <c>tests/golden/fuzz</c>.
/// </summary>
internal static class Fuzzer
{
    private const long MaxAllocated = 1L << 29;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>Recorded inputs of a parser.</summary>
    public static IEnumerable<byte[]> Recorded(string pattern) =>
        Directory.GetFiles(Repository.Golden("fuzz"), pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    /// <summary>Tries a parser.</summary>
    /// <param name="name">Names the parser in messages and files.</param>
    /// <param name="seeds">Inputs to begin with; good and bad ones.</param>
    /// <param name="parse">Reads an input.</param>
    public static void Run(string name, IEnumerable<byte[]> seeds, Action<byte[]> parse)
    {
        byte[][] inputs = [.. seeds];
        Assert.NotEmpty(inputs);
        var mutator = new Mutator(Number("REVERIE_FUZZ_SEED", 1));
        var limit = TimeSpan.FromSeconds(Number("REVERIE_FUZZ_SECONDS", 2));
        var state = new State();
        var worker = new Thread(() => Work(name, inputs, mutator, limit, parse, state), maxStackSize: 1 << 20) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromMilliseconds(200)))
        {
            if (state.Input is { } input && Stopwatch.GetElapsedTime(state.Started) > Hang)
                Assert.Fail($"{name} hangs on {Save(name, input)}");
        }
        if (state.Failure is { } failure)
            Assert.Fail(failure);
        TestContext.Current.SendDiagnosticMessage($"{name}: {state.Tried} inputs, {state.Refused} refused");
    }

    private static void Work(string name, byte[][] inputs, Mutator mutator, TimeSpan limit, Action<byte[]> parse, State state)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; state.Failure is null && (i < inputs.Length || Stopwatch.GetElapsedTime(start) < limit); i++)
            state.Failure = Try(name, i < inputs.Length ? inputs[i] : mutator.Next(inputs), parse, state);
    }

    private static string? Try(string name, byte[] input, Action<byte[]> parse, State state)
    {
        (state.Started, state.Input) = (Stopwatch.GetTimestamp(), input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        state.Tried++;
        try
        {
            parse(input);
        }
        catch (Exception e)
        {
            state.Refused++;
            if (Complaint(e, input) is { } complaint)
                return $"{name}: {complaint} on {Save(name, input)}\n{e}";
        }
        var (taken, allocated) = (Stopwatch.GetElapsedTime(state.Started), GC.GetAllocatedBytesForCurrentThread() - before);
        state.Input = null;
        if (taken > MaxTime)
            return $"{name} took {taken.TotalSeconds:F1} s on {Save(name, input)}";
        return allocated <= MaxAllocated ? null : $"{name} allocated {allocated >> 20} MiB on {Save(name, input)}";
    }

    /// <summary>What is wrong with a refusal: it must come from our own code, as a kind that the command line shows as it is.</summary>
    private static string? Complaint(Exception e, byte[] input)
    {
        if (e is AggregateException { InnerException: { } inner })
            e = inner;
        var output = new StringWriter();
        ErrorReport.Report(e, output, trace: false);
        bool own = IsOwn(e.GetType()) || IsOwn(new StackTrace(e).GetFrame(0)?.GetMethod()?.DeclaringType);
        bool foreseen = !output.ToString().StartsWith("Unexpected ", StringComparison.Ordinal) || e is FormatException or NotSupportedException or ArgumentException;
        if (!own || !foreseen)
            return $"{e.GetType().Name} that is nobody's ({e.Message})";
        // A refusal may quote the input as it is.
        return e.Message.Contains('\n', StringComparison.Ordinal) && !input.Contains((byte)'\n') ? "a refusal of several lines" : null;
    }

    private static bool IsOwn(Type? type) => type?.Assembly.GetName().Name?.StartsWith("reverie", StringComparison.OrdinalIgnoreCase) ?? false;

    private static string Save(string name, byte[] input)
    {
        string path = Path.Combine(Path.GetTempPath(), $"reverie-fuzz-{name}-{Guid.NewGuid().ToString("N")[..8]}");
        File.WriteAllBytes(path, input);
        string text = Encoding.Latin1.GetString(input.AsSpan(0, Math.Min(input.Length, 300)));
        return $"{path} ({input.Length} bytes: {text.Replace("\n", "\\n", StringComparison.Ordinal)})";
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : usual;

    private sealed class State
    {
        public long Started;
        public byte[]? Input;
        public string? Failure;
        public int Tried;
        public int Refused;
    }
}
