using Reverie.Language.Layers;
using Reverie.Torch;

namespace Reverie.Language.Tests.Models;

public sealed class ProjectionTests
{
    [Theory]
    [InlineData(ProjectionLayout.OutputInput, ScalarType.Float32)]
    [InlineData(ProjectionLayout.InputOutput, ScalarType.Float32)]
    [InlineData(ProjectionLayout.OutputInput, ScalarType.BFloat16)]
    [InlineData(ProjectionLayout.InputOutput, ScalarType.BFloat16)]
    public void Forward_FewRowsWithoutGradients_EqualsTheOrdinaryProduct(ProjectionLayout layout, ScalarType type)
    {
        using var scope = new TensorScope();
        using var generator = new Generator(1);
        using var projection = new Projection(WeightFactory.Random(generator, type), 77, 53, true, 0.1, layout);
        for (long rows = 1; rows <= 9; rows++)
        {
            var x = Tensor.Randn([rows, 1, 77], generator).To(type);
            var expected = projection.Forward(x).Detach();
            using var noGrad = new NoGrad();
            Close.Assert($"{rows} rows", expected, projection.Forward(x), type == ScalarType.Float32 ? 1e-5 : 0.03);
        }
    }
}
