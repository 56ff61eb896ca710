using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Environments.Gymnasium.Codecs;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Gymnasium;

/// <summary>A line to the Python process of one environment, which begins another process when one has failed.</summary>
internal sealed class WorkerLink : IDisposable
{
    private const int Protocol = 1;
    private static readonly Lazy<string> Script = new(() =>
    {
        using var resource = typeof(WorkerLink).Assembly.GetManifestResourceStream("Reverie.Environments.Gymnasium.worker.py")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    });

    private readonly string _id, _python;
    private readonly JsonObject _kwargs;
    private readonly WorkerOptions _options;
    private readonly Action<string> _log;
    private readonly byte[] _resetOptions;
    private WorkerProcess? _process;
    private bool _isSound;

    /// <exception cref="WorkerException">It does not start, or cannot make the environment.</exception>
    public WorkerLink(string id, JsonObject kwargs, string python, WorkerOptions options, Action<string> log)
    {
        (_id, _kwargs, _python, _options, _log) = (id, kwargs, python, options, log);
        _resetOptions = options.ResetOptions is { } given ? JsonSerializer.SerializeToUtf8Bytes(PythonValues.ToJson(given)) : [];
        Hello = Start();
    }

    /// <summary>The environment's id.</summary>
    public string Id => _id;

    /// <summary>What the worker said of itself and of its environment.</summary>
    public JsonNode Hello { get; private set; }

    /// <summary>For people: which Python, and with what.</summary>
    public string Description => $"{_id} runs in {string.Join(", ", Hello["versions"]!.AsObject().Select(version => $"{version.Key} {version.Value}"))} ({_python})";

    /// <summary>Begins an episode, in a new process where the old one has failed.</summary>
    /// <param name="seed">The seed to give; null for none.</param>
    /// <param name="freshSeed">What to give in place of none to a new process, which has no random stream to go on with.</param>
    public ReadOnlySpan<byte> Reset(ulong? seed, ulong freshSeed)
    {
        if (!_isSound || _process!.IsGone())
        {
            if (_isSound)
                _log("its Python process has ended; a new one begins.");
            Restart();
            seed ??= freshSeed;
        }
        byte[] request = new byte[1 + sizeof(ulong) + _resetOptions.Length];
        request[0] = seed is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(1), seed ?? 0);
        _resetOptions.CopyTo(request, 1 + sizeof(ulong));
        return Ask('r', 'o', request, "reset");
    }

    /// <summary>Asks for steps.</summary>
    public ReadOnlySpan<byte> Step(ReadOnlySpan<byte> request) => Ask('s', 's', request, "step");

    /// <summary>Asks for a picture.</summary>
    public ReadOnlySpan<byte> View() => _isSound
        ? _process!.Ask('v', 'v', [], _options.Timeout, "render")
        : throw new WorkerException("it has failed and was not reset since");

    public void Dispose()
    {
        _isSound = false;
        _process?.Dispose();
        _process = null;
    }

    /// <summary>An environment that has raised an exception is not trusted again: its next episode begins in a new process.</summary>
    private ReadOnlySpan<byte> Ask(char kind, char expected, ReadOnlySpan<byte> request, string doing)
    {
        if (!_isSound)
            throw new WorkerException("it has failed and was not reset since");
        _isSound = false;
        try
        {
            var answer = _process!.Ask(kind, expected, request, _options.Timeout, doing);
            _isSound = true;
            return answer;
        }
        catch (WorkerException e) when (e.Traceback is { Length: > 0 } traceback)
        {
            _log(traceback.TrimEnd());
            throw;
        }
    }

    private void Restart()
    {
        Dispose();
        var before = Hello;
        Hello = Start();
        if (!JsonNode.DeepEquals(before["observation"], Hello["observation"]) || !JsonNode.DeepEquals(before["action"], Hello["action"]))
            throw new WorkerException("it has other spaces than before, now that a new Python process has begun");
    }

    private JsonNode Start()
    {
        var process = new WorkerProcess(_python, Script.Value, _log);
        try
        {
            var request = new JsonObject { ["protocol"] = Protocol, ["id"] = _id, ["kwargs"] = _kwargs.DeepClone() };
            var hello = JsonNode.Parse(process.Ask('h', 'h', JsonSerializer.SerializeToUtf8Bytes(request), _options.StartTimeout, "start"))!;
            process.SetGroup(hello["pid"]!.GetValue<int>());
            (_process, _isSound) = (process, true);
            return hello;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }
}
