package org.tandemrec.model.tdssm;

import org.tandemrec.model.ModelContract;

class MrTdssmContractTest extends ModelContract {
    @Override
    protected String kind() {
        return "mr-tdssm";
    }

    @Override
    protected String config() {
        return "{'hiddenSize':16,'slowEvents':3,'epochs':15,'batchSize':8,'bptt':4,'embeddingDropout':0,'hiddenDropout':0,"
                + "'learningRate':0.02}";
    }

    @Override
    protected String configForFloor() {
        return "{'hiddenSize':32,'epochs':8,'batchSize':8,'bptt':16,'embeddingDropout':0.1,'hiddenDropout':0.1,"
                + "'learningRate':0.01}";
    }

    @Override
    protected Pattern pattern() {
        return Pattern.CYCLE;
    }

    @Override
    protected double timesPopularity() {
        return 5;
    }
}
