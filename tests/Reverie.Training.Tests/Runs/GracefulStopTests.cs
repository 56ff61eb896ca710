using System.Diagnostics;
using System.Runtime.InteropServices;
using Reverie.Training.Runs;

namespace Reverie.Training.Tests.Runs;

public sealed class GracefulStopTests
{
    [Fact]
    public void OnSignal_First_AsksToStopAndSecondKills()
    {
        var announced = new List<string>();
        using var stop = new GracefulStop(announced.Add);
        Assert.False(stop.IsRequested);

        PosixSignalContext first = new(PosixSignal.SIGINT), second = new(PosixSignal.SIGTERM);
        stop.OnSignal(first);
        stop.OnSignal(second);

        Assert.True(first.Cancel);
        Assert.False(second.Cancel);
        Assert.True(stop.IsRequested);
        Assert.Single(announced);
    }

    [Fact]
    public void Signal_FromOutside_AsksToStop()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no kill.");
            return;
        }
        using var stop = new GracefulStop(_ => { });
        // Not SIGHUP: under nohup it is ignored, and rightly never heard.
        using var kill = Process.Start("kill", ["-TERM", $"{Environment.ProcessId}"]);
        Assert.True(SpinWait.SpinUntil(() => stop.IsRequested, TimeSpan.FromSeconds(20)));
    }
}
