using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Reverie.Environments.Gymnasium.Codecs;

namespace Reverie.Environments.Gymnasium;

/// <summary>A Python process that answers messages, one at a time. What it prints becomes lines of the log.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int HeadLength = 5, LongestMessage = 1 << 30, Signals = 128;
    private const byte Error = (byte)'e';
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Timer _alarm;
    private readonly byte[] _head = new byte[HeadLength];
    private readonly Lock _ending = new();
    private byte[] _body = new byte[1 << 12];
    private string? _lastLine;
    private int _group;
    private volatile bool _expired;

    /// <param name="python">The interpreter.</param>
    /// <param name="script">What it runs.</param>
    /// <param name="log">Receives what it prints, line by line, on any thread.</param>
    /// <exception cref="WorkerException">There is no such interpreter.</exception>
    public WorkerProcess(string python, string script, Action<string> log)
    {
        var start = new ProcessStartInfo(python, ["-u", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.ErrorDataReceived += (_, line) => Print(line.Data, log);
        // Children of a process that was killed would hold its pipes open.
        _process.Exited += (_, _) => EndGroup();
        _alarm = new Timer(_ => Expire());
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            Free();
            throw new WorkerException($"there is no Python '{python}' ({e.Message})", "interpreter");
        }
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it can be asked nothing any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Names the process group that ends with it: what the worker says its id is.</summary>
    public void SetGroup(int group)
    {
        lock (_ending)
            _group = group;
    }

    /// <summary>Whether the process is gone, asked or not.</summary>
    public bool IsGone() => HasEnded || _process.HasExited;

    /// <summary>Asks something and waits for the answer.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="expected">The kind of the answer.</param>
    /// <param name="request">The body of the message.</param>
    /// <param name="seconds">How long the answer may take.</param>
    /// <param name="doing">What it is asked to do, such as <c>step</c>, for messages.</param>
    /// <returns>The body of the answer; valid until the next call.</returns>
    /// <exception cref="WorkerException">It answers with an exception, or not in time, or has ended; except for the first it is asked no more.</exception>
    public ReadOnlySpan<byte> Ask(char kind, char expected, ReadOnlySpan<byte> request, double seconds, string doing)
    {
        _alarm.Change(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        int length;
        try
        {
            Send(kind, request);
            length = Receive();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw End(seconds, doing);
        }
        finally
        {
            _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        var answer = _body.AsSpan(0, length);
        if (_head[^1] == Error)
            throw Failure(answer, doing);
        if (_head[^1] == expected)
            return answer;
        HasEnded = true;
        throw new WorkerException($"its Python process answered to {doing} with something else than this version of Reverie understands");
    }

    /// <summary>Lets the environment close itself, and ends the process and its children.</summary>
    public void Dispose()
    {
        if (!HasEnded && !_process.HasExited)
        {
            try
            {
                Ask('c', 'c', [], Parting.TotalSeconds, "close");
                _process.WaitForExit(Parting);
            }
            catch (WorkerException)
            {
                // It is ended below.
            }
        }
        HasEnded = true;
        Kill();
        Free();
    }

    private void Send(char kind, ReadOnlySpan<byte> request)
    {
        var pipe = _process.StandardInput.BaseStream;
        Span<byte> head = stackalloc byte[HeadLength];
        BinaryPrimitives.WriteInt32LittleEndian(head, request.Length);
        head[^1] = (byte)kind;
        pipe.Write(head);
        pipe.Write(request);
        pipe.Flush();
    }

    private int Receive()
    {
        var pipe = _process.StandardOutput.BaseStream;
        pipe.ReadExactly(_head);
        int length = BinaryPrimitives.ReadInt32LittleEndian(_head);
        if (length is < 0 or > LongestMessage)
            throw new IOException("The message has no sensible length.");
        if (length > _body.Length)
            _body = new byte[length];
        pipe.ReadExactly(_body.AsSpan(0, length));
        return length;
    }

    private static WorkerException Failure(ReadOnlySpan<byte> answer, string doing)
    {
        var error = JsonNode.Parse(answer)!;
        string Part(string name) => error[name]?.GetValue<string>() ?? "";
        string kind = Part("kind");
        string sentence = kind == "call" ? $"its {doing} raised {Part("error")}: {Part("message")}" : Part("message");
        return new WorkerException(sentence.ReplaceLineEndings(" ").TrimEnd(' ', '.'), kind, Part("traceback"));
    }

    /// <summary>Finds out why there was no answer.</summary>
    private WorkerException End(double seconds, string doing)
    {
        HasEnded = true;
        if (_expired)
            return new WorkerException($"its {doing} did not return within {seconds:0.##} seconds, so its Python process was ended");
        string how = _process.WaitForExit(Parting) ? Describe(_process.ExitCode) : "closed its pipe";
        Kill();
        string words = _lastLine is { } line ? $"; the last it printed was '{line}'" : "";
        return new WorkerException($"its Python process {how} during {doing}{words}");
    }

    private static string Describe(int exitCode) =>
        exitCode > Signals ? $"was killed by signal {exitCode - Signals}" : $"ended with exit code {exitCode}";

    private void Print(string? line, Action<string> log)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        _lastLine = line;
        log(line);
    }

    private void Expire()
    {
        _expired = true;
        Kill();
    }

    private void Kill()
    {
        EndGroup();
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or AggregateException)
        {
            // It is gone.
        }
    }

    /// <summary>Once only: the number may be another group's later.</summary>
    private void EndGroup()
    {
        lock (_ending)
        {
            if (_group > 0)
                Libc.KillGroup(_group);
            _group = 0;
        }
    }

    private void Free()
    {
        _alarm.Dispose();
        _process.Dispose();
    }
}
