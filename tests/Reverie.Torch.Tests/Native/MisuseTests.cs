namespace Reverie.Torch.Tests.Native;

/// <summary>What is wrong at the border to native code is refused with a sentence: it neither ends the process nor gives numbers.</summary>
public sealed class MisuseTests
{
    private static readonly Dictionary<string, Misuse> Misuses =
        BridgeMisuses.All.Concat(AutogradMisuses.All).Concat(AttentionMisuses.All).Concat(OptimizerMisuses.All).Concat(KernelMisuses.All)
            .ToDictionary(misuse => misuse.Name);

    public static TheoryData<string> Names => [.. Misuses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_Misused_IsRefusedWithASentence(string name)
    {
        using var scope = new TensorScope();
        var misuse = Misuses[name];
        var e = Record.Exception(misuse.Call);
        Assert.True(e is TorchException or ArgumentException, $"{e?.GetType().Name ?? "no exception"}: {e?.Message}");
        Assert.Contains(misuse.Says, e!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain("INTERNAL ASSERT", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, Tensor.Ones([2, 2]).Sum().Item() + 1);
    }
}
