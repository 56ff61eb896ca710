using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Tokenizers.Vq.Perceptual;

/// <summary>Dropout and a 1x1 convolution to one channel without bias; the names are those of the published weights.</summary>
internal sealed class LinearHead : Layer
{
    private readonly Model _model;

    internal LinearHead(int channels, double dropout, Generator? generator) => _model = Child("model", new Model(channels, dropout, generator));

    public override Tensor Forward(Tensor x) => _model.Forward(x);

    private sealed class Model : Layer
    {
        private readonly Dropout _dropout;
        private readonly Conv2d _weights;

        internal Model(int channels, double dropout, Generator? generator)
        {
            _dropout = Child("0", new Dropout(dropout));
            _weights = Child("1", new Conv2d(channels, 1, 1, bias: false, generator: generator));
        }

        public override Tensor Forward(Tensor x) => _weights.Forward(_dropout.Forward(x));
    }
}
