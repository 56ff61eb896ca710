using Reverie.Torch;
using Reverie.Training.Configuration;

namespace Reverie.Training.Runs;

/// <summary>The device that a run asks for.</summary>
public static class Devices
{
    /// <param name="text"><c>auto</c> (a GPU if there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="localRank">Which of several processes on this machine this is: of <c>auto</c> and <c>cuda</c> each takes a GPU of its own.</param>
    /// <exception cref="ConfigException">There is no such device here.</exception>
    public static Device Choose(string text, int localRank = 0)
    {
        int gpus = TorchRuntime.CudaDeviceCount;
        if (text == "auto")
            return gpus > 0 ? Device.Cuda(localRank % gpus) : Device.Cpu;
        var device = text == "cuda" && gpus > 0 ? Device.Cuda(localRank % gpus) : Parse(text);
        if (!device.IsCpu && device.Index >= gpus)
            throw new ConfigException($"common.device={text} asks for a GPU, but this libtorch sees {gpus}; use common.device=cpu, or see `reverie doctor`.");
        return device;
    }

    private static Device Parse(string text)
    {
        try
        {
            return Device.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ConfigException($"common.device: {e.Message}", e);
        }
    }
}
