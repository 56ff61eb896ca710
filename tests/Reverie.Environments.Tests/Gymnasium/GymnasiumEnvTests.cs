using System.Diagnostics;
using System.Text.RegularExpressions;
using Reverie.Environments.Arrays;
using Reverie.Environments.Conformance;
using Reverie.Environments.Gymnasium.Codecs;
using Reverie.Environments.Play;
using Reverie.Environments.Registration;
using Reverie.Environments.Spaces;
using Reverie.Environments.Vector;

namespace Reverie.Environments.Tests.Gymnasium;

/// <summary>The real worker with a stand-in for Gymnasium, which needs python3 and no package.</summary>
public sealed partial class GymnasiumEnvTests
{
    private static readonly WorkerOptions Options = new() { Python = StandIns.Python, StartTimeout = 60 };

    private readonly List<string> _log = [];
    private readonly EnvironmentRegistry _registry = BuiltInEnvironments.CreateRegistry();

    public GymnasiumEnvTests() => _registry.Log = line =>
    {
        lock (_log)
            _log.Add(line);
    };

    [Theory]
    [InlineData("Number-v0", "state: Int64[]; one of 4 actions")]
    [InlineData("gymnasium:Number-v0", "state: Int64[]; one of 4 actions")]
    [InlineData("Parts-v0", "position: Float32[2], inner.switches: Int64[3], inner.wheels: Int64[2], pair.0: Int64[], pair.1: Int64[2], flags: UInt8[2], "
        + "words: text; 2 choices of 3, 2")]
    [InlineData("Echo-v0", "state: Float32[3]; 3 real numbers")]
    [InlineData("Screen-v0", "image: UInt8[8, 10, 3]; one of 4 actions")]
    [InlineData("BreakoutNoFrameskip-v4", "image: UInt8[210, 160, 3]; one of 4 actions")]
    [InlineData("ALE/Breakout-v5", "image: UInt8[210, 160, 3]; one of 4 actions")]
    public void Layout_OfSpacesFromPython_HoldsThem(string id, string layout)
    {
        using var arrays = Make(id).AsArrays();
        Assert.Equal(layout, arrays.Layout.ToString());
        Assert.Equal(Saving.None, arrays.Saving);
    }

    [Theory]
    [InlineData("Number-v0")]
    [InlineData("Parts-v0")]
    [InlineData("Echo-v0")]
    [InlineData("Screen-v0")]
    [InlineData("BreakoutNoFrameskip-v4")]
    public void Check_WhatBehaves_FindsNothing(string id) => Assert.Empty(EnvironmentChecker.Check(() => Make(id)));

    [Fact]
    public void Step_Actions_ArriveAsPythonHasThem()
    {
        using var number = (Environment<int, int>)Make("Number-v0", ("count", 3), ("least", -2));
        Assert.InRange(number.Reset(0), 0, 2);
        Assert.Equal((-0.5, 0.25), (number.Step(0).Reward, number.Step(3).Reward));
        using var parts = Make("Parts-v0").AsArrays();
        var seen = parts.Row();
        parts.Reset(4, seen.Row(0));
        Assert.Equal(21, parts.Step(new([2, 1], default), seen.Row(0)).Reward);
        Assert.Matches("^(straße )+$", seen.Texts[0][0]);
        using var echo = Make("Echo-v0").AsArrays();
        var echoed = echo.Row();
        echo.Reset(4, echoed.Row(0));
        echo.Step(new(default, [0.5f, -1.25f, 0.125f]), echoed.Row(0));
        Assert.Equal([0.5f, -1.25f, 0.125f], echoed["state"].Row<float>(0).ToArray());
        Assert.Equal((-2f, 0.5f), (echo.Layout.Action.Low[1], echo.Layout.Action.High[2]));
    }

    [Fact]
    public void Repeat_SeveralTimes_IsThatOfSingleSteps()
    {
        using var single = Make("Screen-v0").AsArrays();
        using var several = Make("Screen-v0").AsArrays();
        StepBatch one = single.Row(), last = several.Row(), previous = several.Row();
        single.Reset(1, one.Row(0));
        several.Reset(1, last.Row(0));
        for (int round = 0; round < 8; round++)
        {
            double[] rewards = new double[4];
            var signal = several.Repeat(new([2], default), rewards, previous.Row(0), last.Row(0), out int times);
            Assert.Equal((round == 7 ? 2 : 4, round == 7), (times, signal.Terminated));
            for (int i = 0; i < times; i++)
            {
                if (i == 3)
                    Assert.Equal(one.Seen(), previous.Seen());
                Assert.Equal(rewards[i], single.Step(2, one).Reward);
            }
            Assert.Equal((one.Seen(), rewards.AsSpan(0, times).ToArray().Sum()), (last.Seen(), signal.Reward));
        }
    }

    [Fact]
    public void Reset_Options_ReachIt()
    {
        using var environment = (Environment<int, int>)_registry.Make(
            "Options-v0", Options with { ResetOptions = new Dictionary<string, object?> { ["level"] = 7 } });
        Assert.Equal(7, environment.Reset());
    }

    [Fact]
    public void Render_Picture_IsPythons()
    {
        using var environment = (Environment<int, int>)Make("Number-v0");
        environment.Reset(0);
        environment.Step(0);
        environment.Step(0);
        var image = environment.Render();
        Assert.Equal([4, 6, 3], image.Shape.ToArray());
        Assert.All(image.Data, value => Assert.Equal(2, value));
        using var blind = Make("Echo-v0");
        Assert.Contains("Echo-v0 cannot be shown in pictures", Assert.Throws<NotSupportedException>(blind.Render).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Play_Keys_ActInPython()
    {
        using var screen = new StringWriter();
        using (var game = new TerminalGame(Make("BreakoutNoFrameskip-v4"), screen, color: true))
        {
            var keys = new Queue<ConsoleKey>([ConsoleKey.D1, ConsoleKey.D2]);
            game.Run(0, () => keys.TryDequeue(out var key) ? key : null);
        }
        Assert.Contains("0: NOOP   1: FIRE   2: RIGHT   3: LEFT", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 2: RIGHT, reward 0.00", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("\e[38;2;", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Trace_Requests_ArePlayed()
    {
        var registry = new EnvironmentRegistry { Log = _ => { } };
        registry.Add(new StandInSource(Options));
        using var output = new StringWriter();
        TraceRunner.Run(["""{"id": "Number-v0", "seed": 3, "actions": [1, 3]}"""], output, registry);
        Assert.Contains("\"steps\":[[1,\"1\",0,0,", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lives_Game_AreItsOwn()
    {
        using var game = Make("BreakoutNoFrameskip-v4");
        Assert.Equal(0, ((ICountsLives)game).Lives);
        ((Environment<NdArray<byte>, int>)game).Reset(0);
        Assert.Equal(5, ((ICountsLives)game).Lives);
        Assert.Equal(0, ((IHasNoop)game).NoopAction);
        Assert.Equal("FIRE", ((INamesActions)game).ActionNames[1]);
        Assert.Matches(@"^BreakoutNoFrameskip-v4 runs in Python 3\.\S+, gymnasium 0.0 \(stand-in\), ale_py 0.0 \(tape\) \(.*python\)$", ((IOwnProcess)game).Description);
        using var other = Make("Screen-v0");
        Assert.Null(((ICountsLives)other).Lives);
        Assert.Null(((IHasNoop)other).NoopAction);
        Assert.Equal(["0", "1", "2", "3"], ((INamesActions)other).ActionNames);
    }

    [Theory]
    [InlineData("graph", "its observation is Graph, which Reverie cannot hold")]
    [InlineData("nested", "its observation['inside'] is Graph, which Reverie cannot hold")]
    [InlineData("uint64", "its observation is a Box of uint64, which Reverie cannot hold")]
    [InlineData("dict", "its action is Dict, which Reverie cannot hold")]
    [InlineData("integers", "its action is a Box of int32, which Reverie cannot hold")]
    public void Make_StrangeSpace_IsRefusedInOneSentence(string space, string reason) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => Make("Strange-v0", ("space", space))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("raise", "Gymnasium (*) cannot make 'Trouble-v0': the gears are stuck.")]
    [InlineData("exit", "Trouble-v0 does not start in *: its Python process ended with exit code 3 during start; the last it printed was 'good night'.")]
    [InlineData("kill", "Trouble-v0 does not start in *: its Python process was killed by signal 9 during start.")]
    [InlineData("hang", "Trouble-v0 does not start in *: its start did not return within 1 seconds, so its Python process was ended.")]
    public void Make_Trouble_SaysWhat(string what, string message)
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => _registry.Make("Trouble-v0", what == "hang" ? Options with { StartTimeout = 1 } : Options, ("what", what), ("at", "make")));
        Assert.EndsWith(message.Replace("*", StandIns.Python, StringComparison.Ordinal), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raise", 3, "its step raised ValueError: the gears are stuck")]
    [InlineData("exit", 3, "its Python process ended with exit code 3 during step; the last it printed was 'good night'")]
    [InlineData("kill", 3, "its Python process was killed by signal 9 during step")]
    [InlineData("hang", 3, "its step did not return within 0.5 seconds, so its Python process was ended")]
    public void Step_TroubleInAVector_CostsOneEpisode(string what, int at, string reason)
    {
        using var vector = new VectorEnvironment(
            _ => _registry.Make("Trouble-v0", Options with { Timeout = what == "hang" ? 0.5 : 60 }, ("what", what), ("at", at)).AsArrays(),
            count: 2, threads: 2, onFailure: OnFailure.Restart, name: "Trouble-v0");
        var restarts = new List<EnvironmentFailedException>();
        vector.Restarted += restarts.Add;
        vector.Reset(5);
        for (int step = 1; step <= 7; step++)
        {
            vector.Act(0, 1);
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal((step % 3 == 0, false, step % 3 == 0), (vector.Current.Truncated[i], vector.Current.Terminated[i], vector.Current.IsFirst[i]));
                Assert.Equal(step % 3 == 0 ? 0 : (3 + i) / 4f, vector.Current.Rewards[i]);
            }
        }
        Assert.Equal(4, restarts.Count);
        Assert.Equal($"Environment 0 (Trouble-v0) failed in its step 3: {reason}", restarts[0].Message);
        if (what == "raise")
            Assert.Contains(_log, line => line.Contains("Traceback", StringComparison.Ordinal) && line.Contains("in misbehave", StringComparison.Ordinal));
    }

    [Fact]
    public void Step_AfterAFailure_NeedsAReset()
    {
        using var environment = (Environment<int, int>)Make("Trouble-v0", ("what", "raise"), ("at", 1));
        environment.Reset(0);
        Assert.Throws<WorkerException>(() => environment.Step(0));
        Assert.Contains("was not reset since", Assert.Throws<WorkerException>(() => environment.Step(0)).Message, StringComparison.Ordinal);
        environment.Reset();
    }

    [Fact]
    public void Step_StrayPrints_AreLinesOfTheLog()
    {
        using (var environment = (Environment<int, int>)Make("Trouble-v0", ("what", "print"), ("at", 2)))
        {
            environment.Reset(0);
            Assert.Equal([0.75, 0.75, 0.75], [environment.Step(0).Reward, environment.Step(0).Reward, environment.Step(0).Reward]);
        }
        foreach (string words in (string[])["said by print", "said by the C library", "said on stderr"])
            Assert.True(SpinWait.SpinUntil(() => Logged().Contains($"[Trouble-v0] {words}"), TimeSpan.FromSeconds(10)), words);
    }

    [Theory]
    [InlineData("fork", false)]
    [InlineData("fork", true)]
    [InlineData("branch", false)]
    [InlineData("branch", true)]
    public void Dispose_Children_EndWithTheirWorker(string what, bool killed)
    {
        var environment = (Environment<int, int>)_registry.Make("Trouble-v0", Options with { Timeout = 20 }, ("what", what), ("at", 1));
        environment.Reset(0);
        environment.Step(0);
        string? line = null;
        Assert.True(SpinWait.SpinUntil(() => (line = Logged().FirstOrDefault(text => text.Contains("child", StringComparison.Ordinal))) is not null, TimeSpan.FromSeconds(10)));
        int child = int.Parse(Digits().Match(line!.Split("child")[1]).Value, null);
        Assert.True(IsAlive(child));
        if (killed)
        {
            Kill(Parent(child));
            Assert.Contains("signal 9", Assert.Throws<WorkerException>(() => environment.Step(0)).Message, StringComparison.Ordinal);
        }
        else
        {
            environment.Dispose();
        }
        Assert.True(SpinWait.SpinUntil(() => !IsAlive(child), TimeSpan.FromSeconds(10)));
        environment.Dispose();
    }

    [Fact]
    public void Dispose_HangingClose_DoesNotHang()
    {
        var environment = Make("Trouble-v0", ("what", "hang"), ("at", "close"));
        long start = Stopwatch.GetTimestamp();
        environment.Dispose();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("BreakoutNoFrameskip-v4", "BreakoutNoFrameskip-v4 needs Python with gymnasium and ale-py, which * does not have: run '* -m pip install gymnasium ale-py', or name")]
    [InlineData("gymnasium:LunarLander-v3", "gymnasium:LunarLander-v3 needs Python with gymnasium, which * does not have: run '* -m pip install gymnasium', or name")]
    [InlineData("LunarLander-v3", "There is no environment 'LunarLander-v3' in Reverie itself. LunarLander-v3 needs Python with gymnasium, which *")]
    public void Make_PythonWithoutGymnasium_SaysWhatToInstall(string id, string start)
    {
        string message = Assert.ThrowsAny<ArgumentException>(() => _registry.Make(id, Options with { Python = StandIns.BarePython })).Message;
        Assert.StartsWith(start.Replace("*", StandIns.BarePython, StringComparison.Ordinal), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALE/NoSuchGame-v5", "Gymnasium (*) cannot make 'ALE/NoSuchGame-v5': Environment `ALE/NoSuchGame-v5` doesn't exist.")]
    [InlineData("Unheard-v3", "There is no environment 'Unheard-v3' in Reverie itself. Gymnasium (*) cannot make 'Unheard-v3': Environment `Unheard-v3` doesn't exist.")]
    [InlineData("MiniGrid-Empty-5x5-v1", "There is no environment 'MiniGrid-Empty-5x5-v1': did you mean 'MiniGrid-Empty-5x5-v0'?")]
    [InlineData("Unheard-of-game", "There is no environment 'Unheard-of-game': # are registered, of BabyAI, ")]
    public void Make_NoSuchId_SaysWhoDoesNotKnowIt(string id, string start) => Assert.StartsWith(
        start.Replace("*", StandIns.Python, StringComparison.Ordinal).Replace("#", $"{_registry.Specs.Count}", StringComparison.Ordinal),
        Assert.ThrowsAny<ArgumentException>(() => Make(id)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/no/such/python", "needs Python, and there is no Python '/no/such/python'")]
    [InlineData("/bin/true", "does not start in /bin/true: its Python process ended with exit code 0 during start.")]
    [InlineData("/bin/echo", "does not start in /bin/echo: its Python process")]
    public void Make_NoPython_IsSaid(string python, string reason) => Assert.Contains(
        reason, Assert.ThrowsAny<ArgumentException>(() => _registry.Make("ALE/Breakout-v5", Options with { Python = python })).Message, StringComparison.Ordinal);

    private IEnvironment Make(string id, params ReadOnlySpan<(string Name, object? Value)> arguments) => _registry.Make(id, Options, arguments);

    private string[] Logged()
    {
        lock (_log)
            return [.. _log];
    }

    private static bool IsAlive(int process) => File.Exists($"/proc/{process}/stat") && State(process)[0] is not ("Z" or "X");

    private static int Parent(int process) => int.Parse(State(process)[1], null);

    /// <summary>State, parent and so on.</summary>
    private static string[] State(int process)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return ["X", "0"];
        }
    }

    private static void Kill(int process) => Process.Start("kill", ["-9", $"{process}"]).WaitForExit();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
