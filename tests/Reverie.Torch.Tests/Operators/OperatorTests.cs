using System.Reflection;

namespace Reverie.Torch.Tests.Operators;

public sealed class OperatorTests
{
    // These have tests of their own, against their composed forms.
    private static readonly string[] Fused =
    [
        nameof(F.Conv3x3), nameof(F.GroupNormSilu), nameof(F.GruGates), nameof(F.LayerNormGru), nameof(F.MaxPool2x2Relu), nameof(F.NormSilu), nameof(F.OneHotDraw),
        nameof(F.OneHotSum), nameof(F.RssmObserve), nameof(F.SelfAttention), nameof(F.SymbolSum), nameof(F.TiedEmbedding), nameof(F.TokenLosses),
    ];

    // Autograd and ownership, not operators.
    private static readonly string[] Others = [nameof(Tensor.Gradients), nameof(Tensor.KeepAlive), "get_Grad"];

    public static TheoryData<string> Names => new(OperatorTable.All.Select(entry => entry.Name));

    [Theory, MemberData(nameof(Names))]
    public void Call_SmallInputs_GivesWhatItsNameSays(string name) => OperatorTable.All.Single(entry => entry.Name == name).Check();

    [Fact]
    public void Table_EveryOperatorOfTensorAndF_IsInIt()
    {
        var table = OperatorTable.All.Select(entry => entry.Member).Concat(Fused).Concat(Others).ToHashSet();
        var operators = ((Type[])[typeof(Tensor), typeof(F)])
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => GivesTensors(method.ReturnType)).Select(method => method.Name.Replace("get_T", "T", StringComparison.Ordinal)).Distinct();
        Assert.Equal([], operators.Except(table));
    }

    private static bool GivesTensors(Type type) =>
        type == typeof(Tensor) || type == typeof(Tensor[]) || (type.IsGenericType && type.GenericTypeArguments.Contains(typeof(Tensor)));
}
